/** Runs AWS on this machine for tests of the cloud: the stand-in (test/aws) with EMR and CloudFormation. */

import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installS3 } from './s3';
import { portOf } from './stand-in-port';

const ROOT = join(__dirname, '../..');
const AWS = join(ROOT, 'test/aws');
/** The Python of the stand-in, with its packages. */
export const PYTHON = join(AWS, '.venv/bin/python');

export interface Cloud {
  readonly endpoint: string;
  /** The environment variables with which a process uses the stand-in instead of AWS. */
  readonly environment: Readonly<Record<string, string>>;
  /** The folder in which the stand-in writes. */
  readonly folder: string;
  /** Settles when the stand-in has ended, whether it was stopped or not. */
  readonly ended: Promise<unknown>;
  /** Makes every schedule due. */
  fireSchedules(): void;
  stop(): Promise<void>;
}

export interface CloudOptions {
  /** Whether policies are evaluated for every request, as AWS does. Implies TLS, which policies of buckets require. */
  readonly isStrict?: boolean;
  /** The factor by which the time of idle clusters passes faster than real time. */
  readonly idleSpeed?: number;
  /** Whether clusters start a YARN for steps that need one, which takes seconds. */
  readonly hasYarn?: boolean;
}

/** Why no stand-in can be started here, or null. */
export const installCloud = installS3;

/** Starts a stand-in whose account is empty. */
export async function startCloud(options: CloudOptions = {}): Promise<Cloud> {
  removeStaleFolders();
  const folder = mkdtempSync(join(tmpdir(), `dedup-cloud-${process.pid}-`));
  // functions of Lambda find here the SDK that AWS provides to them
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  const child = spawn(PYTHON, [join(AWS, 'stand_in.py'), '--cloud'], {
    env: {
      ...withoutAws(process.env),
      ...CREDENTIALS,
      ...variablesOf(options, folder),
      TMPDIR: folder,
      LOG_LEVEL: 'CRITICAL',
    },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  const port = await portOf(child);
  const endpoint = `${options.isStrict ? 'https' : 'http'}://127.0.0.1:${port}`;
  return {
    endpoint,
    folder,
    ended,
    environment: {
      ...CREDENTIALS,
      AWS_ENDPOINT_URL: endpoint,
      AWS_REGION: 'us-east-1',
      AWS_DEFAULT_REGION: 'us-east-1',
      AWS_EC2_METADATA_DISABLED: 'true',
      ...(options.isStrict ? trustIn(join(folder, CERTIFICATE)) : {}),
    },
    fireSchedules: () => void child.kill('SIGUSR1'),
    async stop() {
      child.stdin?.end();
      await ended;
      rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
    },
  };
}

/** Removes the folders of test processes that were killed. Their stand-ins have ended, but their folders were left. */
function removeStaleFolders(): void {
  for (const name of readdirSync(tmpdir())) {
    const [, pid] = /^dedup-cloud-(\d+)-/.exec(name) ?? [];
    if (pid !== undefined && !isRunning(Number(pid))) rmSync(join(tmpdir(), name), { recursive: true, force: true });
  }
}

export function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** The variables that make Node and the CLIs of AWS and CDK trust a certificate. */
function trustIn(certificate: string) {
  return { NODE_EXTRA_CA_CERTS: certificate, AWS_CA_BUNDLE: certificate };
}

/** Credentials with all rights. */
const CREDENTIALS = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'testsecret' };
const CERTIFICATE = 'certificate.pem';
const KEY = 'key.pem';

/** The environment without the AWS settings of the developer, which tests must not use. */
function withoutAws(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('AWS_')));
}

function variablesOf({ isStrict = false, idleSpeed = 1, hasYarn = true }: CloudOptions, folder: string) {
  const variables = { STAND_IN_IDLE_SPEED: String(idleSpeed), STAND_IN_YARN: hasYarn ? 'on' : 'off' };
  if (!isStrict) return variables;
  const [certificate, key] = [join(folder, CERTIFICATE), join(folder, KEY)];
  const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'];
  const request = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', ...subject];
  execFileSync('openssl', [...request, '-out', certificate, '-keyout', key], { stdio: 'pipe' });
  const tls = { USE_SSL: '1', MINISTACK_SSL_CERT: certificate, MINISTACK_SSL_KEY: key };
  // functions of Lambda have to trust the certificate too
  return { ...variables, ...tls, ...trustIn(certificate), AUTH: 'true' };
}

/** Tests with a stand-in for this test file. Without its requirements they are skipped, and the reason is printed. */
export function onCloud(name: string, options: CloudOptions, tests: (cloud: () => Cloud) => void): void {
  const { TEST_CLOUD_MISSING } = process.env;
  if (TEST_CLOUD_MISSING !== undefined) {
    process.stderr.write(`SKIPPED ${name}: ${TEST_CLOUD_MISSING}\n`);
    it.skip(name, () => undefined);
    return;
  }
  describe(name, () => {
    let cloud: Cloud | undefined;
    beforeAll(async () => {
      cloud = await startCloud(options);
    });
    afterAll(() => cloud?.stop());
    tests(() => cloud as Cloud);
  });
}

/** Tests that each continue from the state of the previous test. After the first failure no further test is tried. */
export function inOrder(): (name: string, test: () => Promise<void>) => void {
  let failed: string | null = null;
  return (name, test) => {
    it(name, async () => {
      if (failed !== null) throw new Error(`not tried, for this failed: ${failed}`);
      failed = name;
      await test();
      failed = null;
    });
  };
}
