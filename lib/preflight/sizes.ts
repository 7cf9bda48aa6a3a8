/**
 * Checks that the cluster's definition, which the stack keeps for `dedup submit`, fits the parameter that holds it.
 * Pure.
 */

import { clusterDefinition, transientCluster } from '../cluster/definition';
import { jobSteps } from '../cluster/steps';
import { clusterStackName, nodeRoleName } from '../deployment/outputs';
import { EMR_TAG, STACK_TAG } from '../deployment/tags';
import type { Settings } from '../settings/settings';
import { type Finding, findings } from './finding';

const { error } = findings('sizes');

/** An advanced parameter of Systems Manager holds 8 KB (AWS's page parameter-store-advanced-parameters). */
const MOST_CHARS = 8192;

/** Placeholders for names that are only known once deployed, each as long as it can be. */
const REGION = 'ap-southeast-1';
const BUCKET = 'b'.repeat(63);
const ASSET = `s3://cdk-${'q'.repeat(10)}-assets-${'1'.repeat(12)}-${REGION}/dedup/${'0'.repeat(64)}.zip`;
const ROLE = 'r'.repeat(64);
const GROUP = `sg-${'0'.repeat(17)}`;

/** Checks the longest parameter: the definition of a cluster with its steps, which many input folders make long. */
export function checkSizes(settings: Settings): readonly Finding[] {
  const chars = JSON.stringify(longestDefinition(settings)).length;
  if (chars <= MOST_CHARS) return [];
  const { input, tags } = settings;
  return error(
    `input names ${input.length} folders, with which the cluster's definition takes ${chars} characters, and a parameter of ` +
      `Systems Manager holds ${MOST_CHARS}; set input to folders that hold several of these` +
      `${Object.keys(tags).length === 0 ? '' : ', or tags to fewer'}`,
  );
}

function longestDefinition(settings: Settings) {
  const stack = clusterStackName(settings.name);
  const region = settings.region === null ? REGION : settings.region;
  const steps = jobSteps(settings, {
    region,
    copyScriptUri: ASSET,
    jobUri: ASSET,
    nodeUri: ASSET,
    folder: `dedup/${'0'.repeat(16)}`,
    inputs: settings.input.length > 0 ? settings.input : [`s3://${BUCKET}/`],
    output: settings.output === null ? `s3://${BUCKET}/` : settings.output,
  });
  const resources = {
    subnetId: `subnet-${'0'.repeat(17)}`,
    masterGroupId: GROUP,
    coreGroupId: GROUP,
    serviceGroupId: GROUP,
    serviceRole: ROLE,
    instanceProfile: nodeRoleName(stack, region),
    securityConfiguration: `Security-${'0'.repeat(24)}`,
    logUri: `s3://${BUCKET}/emr/`,
    tags: { ...settings.tags, [EMR_TAG]: 'true', [STACK_TAG]: stack },
  };
  return transientCluster(clusterDefinition(settings, resources, steps));
}
