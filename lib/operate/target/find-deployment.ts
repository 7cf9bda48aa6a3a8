/** Finds a deployment and its cluster. An edge: it reads files and asks AWS. */

import { readFileSync } from 'node:fs';
import { chooseRegion } from '../../../job/aws/region';
import { EXIT } from '../../../job/shared/exit';
import { Failure } from '../../../job/shared/failure';
import { type Aws, connect } from '../aws/connect';
import { stackOutputs } from '../aws/stack';
import { type Deployment, deploymentInFile, deploymentOf } from './deployment';
import type { Target } from './options';

export interface FoundCluster {
  readonly aws: Aws;
  readonly cluster: string;
}

export async function findCluster(target: Target): Promise<FoundCluster> {
  if (target.kind === 'cluster') {
    if (target.outputs !== null) inFile(target.outputs);
    return { aws: await connect(), cluster: target.cluster };
  }
  const { aws, deployment } = await findDeployment(target);
  return { aws, cluster: deployment.cluster };
}

export async function findDeployment(
  target: Exclude<Target, { kind: 'cluster' }>,
): Promise<{ readonly aws: Aws; readonly deployment: Deployment }> {
  if (target.kind === 'file') {
    const deployment = inFile(target);
    return { aws: await connect(), deployment };
  }
  const aws = await connect();
  return { aws, deployment: deploymentOf(target.stack, await stackOutputs(aws, target.stack)) };
}

/** Also switches to the deployment's region. */
function inFile({ file, stack }: Extract<Target, { kind: 'file' }>): Deployment {
  const deployment = deploymentInFile(file, read(file), stack);
  // The deployment's buckets are in the same region.
  chooseRegion(deployment.region);
  return deployment;
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new Failure(
      EXIT.noInput,
      `cannot read '${file}': ${code}; 'npx cdk deploy --all --outputs-file ${file}' writes it`,
      {
        cause: error,
      },
    );
  }
}
