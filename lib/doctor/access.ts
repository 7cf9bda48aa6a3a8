/** Checks the account's prerequisites of a deployment: the CDK's bootstrap, EMR's service-linked role, and keys. */

import type { Settings } from '../settings/settings';
import type { Answers } from './answers';
import { judged, type Line, lines } from './line';

const bootstrap = lines('bootstrap');
const role = lines('clean-up role');
const keyPair = lines('key pair');
const diskKey = lines('disk key');

export const CLEANUP_ROLE = 'AWSServiceRoleForEMRCleanup';
/** The least version that today's templates accept, by a rule in each of them. */
export const MIN_BOOTSTRAP_VERSION = 6;
/** The least version for `cdk rollback --orphan` (AWS's page ref-cli-cmd-rollback). */
const ROLLBACK_BOOTSTRAP_VERSION = 23;

export function checkBootstrap(region: string, { bootstrapVersion }: Answers): readonly Line[] {
  return judged('bootstrap', bootstrapVersion, (version) => {
    if (version === null) return bootstrap.fix(`the CDK has not been bootstrapped in ${region}; npx cdk bootstrap`);
    if (version >= ROLLBACK_BOOTSTRAP_VERSION) return bootstrap.ok(`the CDK's bootstrap has version ${version}`);
    if (version >= MIN_BOOTSTRAP_VERSION) {
      return bootstrap.warn(
        `the CDK's bootstrap has version ${version}, and the way back from UPDATE_ROLLBACK_FAILED, cdk rollback --orphan, ` +
          `needs ${ROLLBACK_BOOTSTRAP_VERSION}; npx cdk bootstrap`,
      );
    }
    const least = `of at least ${MIN_BOOTSTRAP_VERSION}`;
    return bootstrap.fix(`the CDK's bootstrap has version ${version}, and one ${least} is needed; npx cdk bootstrap`);
  });
}

/** EMR makes the role with an account's first cluster, if the principal that deploys has the right to. */
export function checkCleanupRole(region: string, { hasCleanupRole }: Answers): readonly Line[] {
  return judged('clean-up role', hasCleanupRole, (isThere) => {
    if (isThere) return role.ok(`${CLEANUP_ROLE} is there`);
    return role.warn(
      `${CLEANUP_ROLE} is missing, and a first cluster fails where EMR may not make it; ` +
        `aws iam create-service-linked-role --aws-service-name elasticmapreduce.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`,
    );
  });
}

export function checkKeyPair({ ec2KeyName }: Settings, region: string, { hasKeyPair }: Answers): readonly Line[] {
  if (ec2KeyName === null) return [];
  return judged('key pair', hasKeyPair, (isThere) => {
    if (isThere) return keyPair.ok(`${ec2KeyName} is in ${region}`);
    const make = `aws ec2 create-key-pair --key-name '${ec2KeyName}' --region ${region}`;
    return keyPair.fix(`ec2KeyName ${ec2KeyName} is not in ${region}; ${make}, or leave it out`);
  });
}

/** Preflight has checked the key's region, by its ARN. */
export function checkDiskKey({ diskEncryptionKey: key }: Settings, region: string): readonly Line[] {
  if (key === null) return [];
  const look = `aws kms describe-key --key-id ${key} --region ${region}`;
  return diskKey.skip(
    `whether it is there and enabled is not asked here; ${look} has to say Enabled and SYMMETRIC_DEFAULT, and its policy ` +
      "to leave rights to IAM, or to name the cluster's two roles as key users",
  );
}
