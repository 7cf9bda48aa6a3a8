/** Checks that the role of GitHub Actions can trust its identity provider. Pure. */

import type { Settings } from '../settings/settings';
import type { Facts } from './facts';
import { type Finding, findings } from './finding';

const { error } = findings('places');

/** STS looks for the provider of a role in the role's own account (its reference of AssumeRoleWithWebIdentity). */
export function checkPipeline({ pipeline }: Settings, { account }: Facts): readonly Finding[] {
  const provider = pipeline?.engine.kind === 'github-actions' ? pipeline.engine.oidcProviderArn : null;
  const theirs = provider?.split(':')[4];
  if (theirs === undefined || account === null || theirs === account) return [];
  return error(
    `pipeline's oidcProvider is of account ${theirs}, and the deployment is in ${account}; set the provider of ` +
      `${account}, or new if it has none`,
  );
}
