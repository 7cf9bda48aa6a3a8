import type { Settings } from '../settings/settings';
import type { Answers } from './answers';
import { judged, type Line, lines } from './line';

const { ok, fix, warn, skip } = lines('quota');

/** EC2's "Running On-Demand Standard (A, C, D, H, I, M, R, T, Z) instances", in vCPUs. */
export const QUOTA_CODE = 'L-1216C47A';
const STANDARD = /^(a|c|d|h|i|im|is|m|r|t|z)\d/;

export function checkQuota(settings: Settings, region: string, { vcpus, quotaVcpus }: Answers): readonly Line[] {
  const { masterInstanceType: master, coreInstanceType: core, coreInstanceCount } = settings;
  const others = [master, core].filter((type) => !STANDARD.test(type));
  if (others.length > 0) {
    return skip(
      `the quota of standard instances does not count ${others.join(' and ')}; see Service Quotas for theirs`,
    );
  }
  return judged('quota', vcpus, (each) =>
    judged('quota', quotaVcpus, (quota) => {
      const [ofMaster, ofCore] = [each[master], each[core]];
      if (ofMaster === undefined || ofCore === undefined) return skip('the vCPUs of the instance types are not known');
      return judgeQuota(ofMaster + coreInstanceCount * ofCore, quota, region);
    }),
  );
}

function judgeQuota(needed: number, quota: number, region: string): readonly Line[] {
  const allowed = `the account may run ${quota} in ${region}, all its standard instances together`;
  const raise = (desired: number) =>
    `aws service-quotas request-service-quota-increase --service-code ec2 --quota-code ${QUOTA_CODE} ` +
    `--desired-value ${desired} --region ${region}`;
  if (needed > quota) return fix(`the cluster takes ${needed} vCPUs, and ${allowed}; ${raise(2 * needed)}`);
  if (2 * needed > quota) {
    const twice = `replacing it takes ${2 * needed} for a while`;
    return warn(`the cluster takes ${needed} vCPUs, ${twice}, and ${allowed}; ${raise(2 * needed)}`);
  }
  return ok(`the cluster takes ${needed} vCPUs; ${allowed}`);
}
