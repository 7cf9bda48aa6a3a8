import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { EC2Client } from '@aws-sdk/client-ec2';
import { EMRClient } from '@aws-sdk/client-emr';

// biome-ignore lint/suspicious/noExplicitAny: each command has an input of its own
type Answer = (input: any) => unknown;

export interface Calls {
  /** The commands in their order, such as `TerminateJobFlows {"JobFlowIds":["j-1"]}`. */
  readonly made: string[];
  readonly emr: EMRClient;
  readonly ec2: EC2Client;
  readonly cloudFormation: CloudFormationClient;
}

/** Clients whose commands are answered by the function of their name. Other commands get an empty answer. */
export function answering(answers: Readonly<Record<string, Answer>>): Calls {
  const made: string[] = [];
  const send = async (command: { readonly constructor: { readonly name: string }; readonly input: object }) => {
    const name = command.constructor.name.replace(/Command$/, '');
    made.push(`${name} ${JSON.stringify(command.input)}`);
    return answers[name]?.(command.input) ?? {};
  };
  const region = 'us-east-1';
  return {
    made,
    emr: Object.assign(new EMRClient({ region }), { send }),
    ec2: Object.assign(new EC2Client({ region }), { send }),
    cloudFormation: Object.assign(new CloudFormationClient({ region }), { send }),
  };
}
