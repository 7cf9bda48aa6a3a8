/** A deployment, as the outputs of its cluster stack describe it. Pure. */

import { usage } from '../../../job/options/parsing/usage';
import { EXIT } from '../../../job/shared/exit';
import { Failure } from '../../../job/shared/failure';
import { isJsonObject } from '../../../job/shared/json-object';
import { CLUSTER_OUTPUTS } from '../../deployment/outputs';

export interface Deployment {
  /** Name of the cluster stack. */
  readonly stack: string;
  readonly cluster: string;
  readonly region: string;
  /** Names of SSM parameters. */
  readonly transientCluster: string;
  readonly steps: string;
}

/** Throws with exit code 69 where an output is missing. */
export function deploymentOf(stack: string, outputs: Readonly<Record<string, unknown>>): Deployment {
  const output = (name: string): string => {
    const value = outputs[name];
    if (typeof value === 'string' && value !== '') return value;
    throw new Failure(
      EXIT.unavailable,
      `stack ${stack} has no output ${name}: name the cluster's stack with --stack, or deploy it again`,
    );
  };
  return {
    stack,
    cluster: output(CLUSTER_OUTPUTS.clusterId),
    region: output(CLUSTER_OUTPUTS.region),
    transientCluster: output(CLUSTER_OUTPUTS.transientCluster),
    steps: output(CLUSTER_OUTPUTS.steps),
  };
}

/**
 * Finds the deployment in a file of `cdk deploy --outputs-file`, `{stack: {output: value}}`: the named stack, or else
 * the only stack with a cluster. Throws with exit code 64 where the file has no such stack, and with 69 where the stack
 * lacks an output.
 */
export function deploymentInFile(file: string, text: string, stack: string | null): Deployment {
  const stacks = parsed(file, text);
  const named = stack === null ? Object.keys(stacks).filter((name) => hasCluster(stacks[name])) : [stack];
  const [name = '', ...others] = named;
  const outputs = stacks[name];
  if (outputs === undefined) {
    throw usage(`'${file}' has no outputs of ${stack === null ? 'a stack with a cluster' : `stack ${stack}`}`);
  }
  if (others.length > 0) throw usage(`'${file}' has the clusters of ${named.join(', ')}: name one with --stack`);
  return deploymentOf(name, outputs);
}

type Stacks = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

function parsed(file: string, text: string): Stacks {
  try {
    const value: unknown = JSON.parse(text);
    if (isJsonObject(value) && Object.values(value).every(isJsonObject)) return value as Stacks;
  } catch {
    // A file that is not JSON gets the same message as JSON of another shape.
  }
  throw usage(`'${file}' is not what 'cdk deploy --outputs-file' writes`);
}

function hasCluster(outputs: Readonly<Record<string, unknown>> | undefined): boolean {
  return outputs !== undefined && CLUSTER_OUTPUTS.clusterId in outputs;
}
