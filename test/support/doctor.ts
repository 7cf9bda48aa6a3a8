/** Runs the checks of `dedup doctor` on an account whose answers a test sets. */

import type { Answers, Subnet } from '../../lib/doctor/answers';
import { doctor } from '../../lib/doctor/doctor';
import { type Context, readSettings } from '../../lib/settings/read';

export const FACTS = {
  node: { version: '24.21.0', architecture: 'x64', glibc: '2.28' },
  account: null,
  today: '2026-11-22',
} as const;
const ZONES = ['us-east-1a', 'us-east-1b', 'us-east-1c'];

export const offered = (instanceType: string, letters: string) =>
  Array.from(letters, (letter) => ({ instanceType, zone: `us-east-1${letter}` }));

/** An account that has everything that the default settings need. */
export const HEALTHY: Answers = {
  releases: { value: ['emr-7.13.0', 'emr-7.12.0', 'emr-spark-8.0.0'] },
  typesOnRelease: { value: ['m3.xlarge', 'm5.xlarge'] },
  zones: { value: ZONES },
  offerings: { value: [...offered('m3.xlarge', 'abc'), ...offered('m5.xlarge', 'bc')] },
  vcpus: { value: { 'm3.xlarge': 4, 'm5.xlarge': 4 } },
  quotaVcpus: { value: 64 },
  hasCleanupRole: { value: true },
  bootstrapVersion: { value: 30 },
  subnet: { value: null },
  endpointZones: { value: { ssm: ZONES, ssmmessages: ZONES, kms: ZONES } },
  hasKeyPair: { value: false },
  cluster: { value: null },
  buckets: { value: {} },
};

export const SUBNET: Subnet = {
  id: 'subnet-00000001',
  vpcId: 'vpc-00000001',
  zone: 'us-east-1b',
  isTagged: true,
  route: 'endpoint',
  routeTableId: 'rtb-1',
  endpointPolicy: '{"Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}]}',
  hasDnsSupport: true,
  hasDnsHostnames: true,
};

/** The lines of the doctor with single spaces between their columns, and its exit code. */
export async function examined(answers: Partial<Answers> = {}, context: Context = {}, region = 'us-east-1') {
  const said: string[] = [];
  const account = { ask: async () => ({ ...HEALTHY, ...answers }) };
  const exitCode = await doctor(readSettings(context, { region }), FACTS, account, (line) => said.push(line));
  return { exitCode, said: said.map((line) => line.replace(/ {2,}/g, ' ')) };
}

/** The lines about one subject. */
export async function about(what: string, answers: Partial<Answers> = {}, context: Context = {}): Promise<string[]> {
  const { said } = await examined(answers, context);
  return said.filter((line) => line.split(' ').slice(1).join(' ').startsWith(`${what} `));
}
