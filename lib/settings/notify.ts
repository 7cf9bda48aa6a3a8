/** The setting that names the target of the event of a publication. Pure. */

import { text } from './kind';

export interface NotifyTarget {
  readonly arn: string;
  readonly service: 'sns' | 'sqs' | 'states';
  readonly region: string;
  /** The id of the account that the target is in. */
  readonly account: string;
}

const ARN =
  /^arn:aws[a-z-]*:(?:(sns):([a-z0-9-]+):(\d{12}):[\w-]{1,256}|(sqs):([a-z0-9-]+):(\d{12}):[\w-]{1,75}(?:\.fifo)?|(states):([a-z0-9-]+):(\d{12}):stateMachine:[\w-]{1,80})$/;

/** EventBridge sends to no FIFO topic, and a version or an alias of a state machine has rights of its own. */
export const targetArn = text(
  'the ARN of an SNS topic that is not FIFO, of an SQS queue, or of a Step Functions state machine without a version: ' +
    'arn:aws:sns:<region>:<account>:<topic>, arn:aws:sqs:<region>:<account>:<queue>, ' +
    'arn:aws:states:<region>:<account>:stateMachine:<name>',
  ARN,
);

/** `given` is an ARN of the kind above. */
export function resolveNotify(given: string | null): NotifyTarget | null {
  if (given === null) return null;
  const [, , service, region, account] = given.split(':') as [string, string, NotifyTarget['service'], string, string];
  return { arn: given, service, region, account };
}
