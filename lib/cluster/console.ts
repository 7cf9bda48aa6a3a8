/** Links to AWS's console, in whichever partition the stack is deployed. The one source of its host names. */

import { Aws, Fn } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { inPartition } from './partition-condition';

const HOST = 'console.aws.amazon.com';
/** Hosts by partition. Every other partition uses AWS's standard host. */
const OTHER_HOSTS = {
  'aws-cn': 'console.amazonaws.cn',
  'aws-us-gov': 'console.amazonaws-us-gov.com',
  'aws-eusc': 'console.amazonaws-eusc.eu',
} as const;

export class Console extends Construct {
  /** `https://us-east-1.console.aws.amazon.com`, in the partition that the stack is deployed to. */
  readonly url: string;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const host = Object.entries(OTHER_HOSTS).reduce(
      (otherwise, [partition, theirs]) => Fn.conditionIf(inPartition(this, partition), theirs, otherwise).toString(),
      HOST as string,
    );
    this.url = `https://${Aws.REGION}.${host}`;
  }
}
