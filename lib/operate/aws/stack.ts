/** Requests to CloudFormation and Systems Manager for the outputs and parameters of a deployment. */

import { isAwsError } from '../../../job/aws/failure';
import { EXIT } from '../../../job/shared/exit';
import { Failure } from '../../../job/shared/failure';
import { type Aws, ask } from './connect';

/** Returns a stack's outputs by name. Throws with exit code 69 where there is no such stack. */
export async function stackOutputs({ sdk, stacks, region }: Aws, name: string): Promise<Record<string, string>> {
  const request = () => stacks.send(new sdk.DescribeStacksCommand({ StackName: name }));
  const { Stacks } = await ask('cloudformation:DescribeStacks', `stack ${name}`, request).catch((error) => {
    if (!isAwsError(error, /does not exist/i)) throw error;
    throw new Failure(
      EXIT.unavailable,
      `no stack ${name} in ${region}: make it with 'npx cdk deploy --all' in a clone of the kit, or name another with --stack`,
    );
  });
  const outputs = Stacks?.[0]?.Outputs ?? [];
  return Object.fromEntries(outputs.map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]));
}

/**
 * Returns a parameter's value, parsed as JSON. Throws with exit code 69 where there is no such parameter, or where its
 * value is not JSON.
 */
export async function parameter({ sdk, parameters }: Aws, name: string): Promise<unknown> {
  const request = () => parameters.send(new sdk.GetParameterCommand({ Name: name }));
  const { Parameter } = await ask('ssm:GetParameter', `parameter ${name}`, request).catch((error) => {
    if (!isAwsError(error, /ParameterNotFound/)) throw error;
    throw new Failure(EXIT.unavailable, `no parameter ${name}: 'npx cdk deploy --all' makes it anew`);
  });
  try {
    return JSON.parse(Parameter?.Value ?? '');
  } catch (error) {
    throw new Failure(EXIT.unavailable, `parameter ${name} is no JSON: 'npx cdk deploy --all' makes it anew`, {
      cause: error,
    });
  }
}
