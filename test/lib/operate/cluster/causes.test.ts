import { causeOf, causeText } from '../../../../lib/operate/cluster/causes';
import { NO_REASON } from '../cluster-facts';

const LEARN = 'Learn more at https://docs.aws.amazon.com/console/elasticmapreduce/ERROR_x';

/** Codes and messages that EMR really gave, each with the explanation of the kit and the exit code. */
const SEEN: readonly (readonly [code: string, message: string, words: RegExp, exitCode: number])[] = [
  [
    'VALIDATION_ERROR',
    `The requested instance type c1.medium is not supported in the requested availability zone. ${LEARN}`,
    /zone does not offer the instance type; set availabilityZone/,
    69,
  ],
  [
    'INTERNAL_ERROR',
    `EC2 is out of capacity for r5.24xlarge in availability zone us-east-1a. ${LEARN}`,
    /no such machines left in this zone for now; run again, later/,
    75,
  ],
  [
    'INSTANCE_FAILURE',
    'InsufficientInstanceCapacity: We currently do not have sufficient capacity.',
    /no such machines left/,
    75,
  ],
  [
    'INTERNAL_ERROR',
    'The number of vCPUs for instance type r6a.2xlarge exceeds the EC2 service quota for that type.',
    /quota of EC2 does not allow so many machines; ask Service Quotas/,
    69,
  ],
  [
    'VALIDATION_ERROR',
    'You have requested more vCPU capacity than your current vCPU limit of 32 allows for the instance bucket',
    /quota of EC2/,
    69,
  ],
  ['VALIDATION_ERROR', 'The EBS volume limit was exceeded', /quota of EBS volumes/, 69],
  ['INTERNAL_ERROR', 'Throttled from Amazon EC2 while launching cluster', /too many requests at once; run again/, 75],
  [
    'INTERNAL_ERROR',
    'Failed to provision instances due to throttling from Amazon EC2',
    /too many requests at once/,
    75,
  ],
  [
    'VALIDATION_ERROR',
    "Service-linked role 'AWSServiceRoleForEMRCleanup' for EMR is required. Please create this role directly or add permission to create it in IAM entity.",
    /lacks EMR's service-linked role; create it once: 'aws iam create-service-linked-role/,
    69,
  ],
  [
    'VALIDATION_ERROR',
    'Service role arn:aws:iam::123456789012:role/r has insufficient EC2 permissions',
    /service role may not start the machines; .*for-use-with-amazon-emr-managed-policies=true/,
    69,
  ],
  [
    'VALIDATION_ERROR',
    'EMR service role arn:aws:iam::123456789012:role/r is invalid',
    /cannot use a role of the stack/,
    69,
  ],
  ['VALIDATION_ERROR', 'The instance profile dedup-nodes does not exist', /cannot use a role of the stack/, 69],
  [
    'VALIDATION_ERROR',
    'The VPC/subnet configuration was invalid: No route to any external sources detected in Route Table for Subnet: subnet-09a8 for VPC: vpc-03bc',
    /subnet has no route to S3; give the route table of the subnet an S3 gateway endpoint/,
    69,
  ],
  [
    'VALIDATION_ERROR',
    'The subnet is not large enough: the default subnet in your VPC is not large enough.',
    /too few free addresses/,
    69,
  ],
  [
    'VALIDATION_ERROR',
    'The VPC/subnet configuration was invalid: The subnet configuration was invalid: The subnet subnet-f384febf does not exist.',
    /cannot use its subnet/,
    69,
  ],
  [
    'BOOTSTRAP_FAILURE',
    'On the master instance (i-0991cbf940d71cbfd), application provisioning failed',
    /a node could not be set up; run again; if this happens every time, the logs below 'node\/'/,
    69,
  ],
  [
    'BOOTSTRAP_FAILURE',
    'On the master instance (i-02093432d9c865f08), bootstrap action 1 returned a non-zero return code',
    /a node failed while it was set up/,
    69,
  ],
  [
    'BOOTSTRAP_FAILURE',
    'Master instance (i-0663047709b12345c) failed attempting to download bootstrap action 1 file from S3',
    /a node failed while it was set up/,
    69,
  ],
  ['INSTANCE_FAILURE', 'NO_SLAVE_LEFT', /lost all its core nodes/, 75],
  ['INSTANCE_FAILURE', 'The master node was terminated', /lost a machine that it cannot do without/, 75],
  ['INSTANCE_FLEET_TIMEOUT', '', /lost a machine/, 75],
  ['USER_REQUEST', 'Auto-termination: the cluster was idle for longer than its policy allows', /it was idle/, 69],
  ['USER_REQUEST', 'Terminated by user request', /it was terminated, by somebody or by its idle policy/, 69],
  ['STEP_FAILURE', 'Shut down as step failed', /one of its steps failed; 'dedup wait' of the cluster says why/, 69],
  ['ALL_STEPS_COMPLETED', 'Steps completed', /all its steps were done/, 69],
  ['VALIDATION_ERROR', 'something new', /EMR refused it; 'dedup doctor' checks it/, 69],
  ['INTERNAL_ERROR', 'An internal error occurred.', /EMR failed; run again/, 75],
  ['', '', /EMR does not say why/, 69],
];

it.each(SEEN)('the reason %s, %s is explained', (code, message, words, exitCode) => {
  const ended = { reason: { code, message }, errors: [] };
  expect(causeText(ended)).toMatch(words);
  expect(causeOf(ended).exitCode).toBe(exitCode);
});

it.each([
  ['VALIDATION_ERROR_INSTANCE_TYPE_NOT_SUPPORTED', 'does not offer the instance type'],
  ['INTERNAL_ERROR_EC2_INSUFFICIENT_CAPACITY_AZ', 'no such machines left'],
  ['INTERNAL_ERROR_SPOT_NO_CAPACITY_PRIMARY', 'no such machines left'],
  ['VALIDATION_ERROR_SUBNET_NOT_FROM_ONE_VPC', 'cannot use its subnet'],
  ['VALIDATION_ERROR_SECURITY_GROUP_NOT_FROM_ONE_VPC', 'cannot use its subnet'],
  ['VALIDATION_ERROR_INVALID_SSH_KEY_NAME', 'EC2 key is not there'],
])('the error code %s is explained instead of the less exact reason', (code, words) => {
  const reason = { code: 'INTERNAL_ERROR', message: 'An internal error occurred.' };
  expect(causeOf({ reason, errors: [{ code, message: '' }] }).words).toContain(words);
});

it('the message of EMR is added on one line, without its link to further information', () => {
  const reason = { code: 'VALIDATION_ERROR', message: `The EBS volume\n limit was exceeded. ${LEARN}` };
  expect(causeText({ reason, errors: [] })).toMatch(/ \(EMR: VALIDATION_ERROR, The EBS volume limit was exceeded\)$/);
  expect(causeText({ reason: NO_REASON, errors: [] })).toBe(': EMR does not say why; run again');
});
