/** Translates EMR's reasons for the end of a cluster into plain words and advice. Pure. */

import { EXIT, type ExitCode } from '../../../job/shared/exit';
import { EMR_TAG } from '../../deployment/tags';
import type { ClusterFacts, Reason } from './cluster-facts';

export interface Cause {
  readonly words: string;
  readonly advice: string;
  readonly exitCode: ExitCode;
}

interface Known extends Cause {
  /** Matches `code: message` of EMR's reason. */
  readonly says: RegExp;
}

const DOCTOR = "'dedup doctor' checks it";
const ANOTHER =
  "'dedup submit --new-cluster' runs on a cluster of its own, another generation in cdk.json and 'npx cdk deploy --all' make the next one";
const LATER = 'run again, later or';

/**
 * The first match counts. The texts are taken from real clusters, the codes from EMR's API reference
 * (ClusterStateChangeReason) and its list of error codes (ErrorDetail).
 */
const KNOWN: readonly Known[] = [
  {
    says: /INSTANCE_TYPE_NOT_SUPPORTED|instance type \S+ is not supported/i,
    words: 'its zone does not offer the instance type',
    advice: `set availabilityZone or the instance types in cdk.json; 'dedup doctor' names the zones that have it`,
    exitCode: EXIT.unavailable,
  },
  {
    says: /INSUFFICIENT_CAPACITY|InsufficientInstanceCapacity|out of capacity|sufficient capacity|NO_CAPACITY/i,
    words: 'EC2 has no such machines left in this zone for now',
    advice: `${LATER} with another availabilityZone or other instance types`,
    exitCode: EXIT.tryAgain,
  },
  {
    says: /service quota|VcpuLimitExceeded|InstanceLimitExceeded|vCPU (?:capacity|limit)|QUOTA_EXCEEDED/i,
    words: "the account's quota of EC2 does not allow so many machines",
    advice: "ask Service Quotas for more 'Running On-Demand Standard instances', or set fewer or smaller nodes",
    exitCode: EXIT.unavailable,
  },
  {
    says: /EBS volume limit/i,
    words: "the account's quota of EBS volumes is used up",
    advice: 'ask Service Quotas for more, or remove volumes',
    exitCode: EXIT.unavailable,
  },
  {
    says: /throttl/i,
    words: 'EC2 got too many requests at once',
    advice: 'run again some minutes later',
    exitCode: EXIT.tryAgain,
  },
  {
    says: /AWSServiceRoleForEMRCleanup|service-linked role/i,
    words: "the account lacks EMR's service-linked role",
    advice: "create it once: 'aws iam create-service-linked-role --aws-service-name elasticmapreduce.amazonaws.com'",
    exitCode: EXIT.unavailable,
  },
  {
    says: /insufficient EC2 permissions|not authorized to perform/i,
    words: "EMR's service role may not start the machines",
    advice: `a subnet of your own needs the tag ${EMR_TAG}=true; ${DOCTOR}`,
    exitCode: EXIT.unavailable,
  },
  {
    says: /service ?role \S+ is invalid|(?:role|instance ?profile)\b.*\b(?:is invalid|invalid|does not exist)/i,
    words: 'EMR cannot use a role of the stack',
    advice: "if it was just made, run again; if it was removed, 'npx cdk deploy --all' makes it anew",
    exitCode: EXIT.unavailable,
  },
  {
    says: /no route to|cannot find route|route table|S3 (?:VPC )?endpoint/i,
    words: 'its subnet has no route to S3',
    advice: `give the route table of the subnet an S3 gateway endpoint; ${DOCTOR}`,
    exitCode: EXIT.unavailable,
  },
  {
    says: /subnet is not large enough|not enough (?:free )?(?:IP )?addresses/i,
    words: 'its subnet has too few free addresses',
    advice: 'name a larger subnet',
    exitCode: EXIT.unavailable,
  },
  {
    says: /SUBNET_NOT_FROM|SECURITY_GROUP_NOT_FROM|subnet/i,
    words: 'EMR cannot use its subnet',
    advice: `name one that exists, of the VPC of the deployment; ${DOCTOR}`,
    exitCode: EXIT.unavailable,
  },
  {
    says: /INVALID_SSH_KEY|key ?pair/i,
    words: 'its EC2 key is not there',
    advice: 'set ec2KeyName to a key of this region, or leave it out',
    exitCode: EXIT.unavailable,
  },
  {
    says: /application provisioning (?:failed|timed out)/i,
    words: 'a node could not be set up',
    advice: "run again; if this happens every time, the logs below 'node/' say why (often: no route to S3)",
    exitCode: EXIT.unavailable,
  },
  {
    says: /^BOOTSTRAP_FAILURE|bootstrap action/i,
    words: 'a node failed while it was set up',
    advice: "the logs below 'node/' say why",
    exitCode: EXIT.unavailable,
  },
  {
    says: /NO_SLAVE_LEFT|(?:all|no) (?:slave|core)s? nodes?/i,
    words: 'it lost all its core nodes',
    advice: 'run again; if this happens every time, with more disk or nodes',
    exitCode: EXIT.tryAgain,
  },
  {
    says: /^INSTANCE_(?:FAILURE|FLEET_TIMEOUT)/,
    words: 'it lost a machine that it cannot do without',
    advice: 'run again',
    exitCode: EXIT.tryAgain,
  },
  {
    says: /auto-?terminat|\bidle\b/i,
    words: 'it was idle for longer than its policy allows',
    advice: ANOTHER,
    exitCode: EXIT.unavailable,
  },
  {
    says: /^USER_REQUEST|user request/i,
    words: 'it was terminated, by somebody or by its idle policy',
    advice: ANOTHER,
    exitCode: EXIT.unavailable,
  },
  {
    says: /^STEP_FAILURE/,
    words: 'one of its steps failed',
    advice: "'dedup wait' of the cluster says why",
    exitCode: EXIT.unavailable,
  },
  { says: /^ALL_STEPS_COMPLETED/, words: 'all its steps were done', advice: ANOTHER, exitCode: EXIT.unavailable },
  { says: /^VALIDATION_ERROR/, words: 'EMR refused it', advice: DOCTOR, exitCode: EXIT.unavailable },
  { says: /^INTERNAL_ERROR/, words: 'EMR failed', advice: 'run again', exitCode: EXIT.tryAgain },
];

const UNKNOWN: Cause = { words: 'EMR does not say why', advice: 'run again', exitCode: EXIT.unavailable };

/** Explains why a cluster ended, or is ending. */
export function causeOf({ errors, reason }: Pick<ClusterFacts, 'errors' | 'reason'>): Cause {
  for (const each of [...errors, reason]) {
    const found = KNOWN.find(({ says }) => says.test(`${each.code}: ${each.message}`));
    if (found !== undefined) return found;
  }
  return UNKNOWN;
}

/**
 * A suffix for a message about the end of the cluster: `: <words>; <advice> (EMR: VALIDATION_ERROR, The requested …)`.
 */
export function causeText(cluster: Pick<ClusterFacts, 'errors' | 'reason'>): string {
  const { words, advice } = causeOf(cluster);
  const said = spoken(cluster.reason);
  return `: ${words}; ${advice}${said === '' ? '' : ` (EMR: ${said})`}`;
}

/** EMR's code and message, without the link to more information. */
function spoken({ code, message }: Reason): string {
  const text = message
    .replace(/\s*Learn more at \S+/gi, '')
    .replace(/\s+/g, ' ')
    .replace(/[.\s]+$/, '');
  return [code, text].filter((each) => each !== '').join(', ');
}

/** Whether the cluster ended because its steps did, rather than in the middle of them. */
export function endedBySteps({ reason }: Pick<ClusterFacts, 'reason'>): boolean {
  return ['STEP_FAILURE', 'ALL_STEPS_COMPLETED'].includes(reason.code);
}
