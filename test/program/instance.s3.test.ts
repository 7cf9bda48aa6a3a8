/** On an EC2 instance with a role, such as the master node of EMR, the environment has no region and no credentials. */

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { dedup } from '../support/command';
import { temporaryFolder } from '../support/folder';
import { REFUSAL, startPretendedHadoop } from '../support/pretended-hadoop';
import { type S3Faults, startS3Faults } from '../support/s3-faults';
import { newBucket, objects, onS3 } from '../support/s3-tests';

const KEY_ID = 'ASIAOFTHEINSTANCEROLE';
const TOKEN = 'token-of-the-instance';
const NO_REGION = 'dedup: no AWS region is set: set AWS_REGION, or region in the AWS profile\n';

const ANSWERS: Readonly<Record<string, string>> = {
  '/latest/meta-data/placement/region': 'us-east-1',
  '/latest/meta-data/iam/security-credentials/': 'the-role\n',
  '/latest/meta-data/iam/security-credentials/the-role': JSON.stringify({
    Code: 'Success',
    AccessKeyId: KEY_ID,
    SecretAccessKey: 'secret',
    Token: 'session',
    Expiration: '2099-01-01T00:00:00Z',
  }),
};

onS3('on an EC2 instance', () => {
  let faults: S3Faults;
  let asked: string[];
  let metadata: Server;
  /** How the metadata service answers a request. */
  let trouble: (path: string) => Trouble | undefined;

  beforeEach(async () => {
    faults = await startS3Faults(process.env.AWS_ENDPOINT_URL as string);
    asked = [];
    trouble = () => undefined;
    metadata = await serveMetadata((path) => {
      asked.push(path);
      return trouble(path);
    });
  });
  afterEach(async () => {
    metadata.closeAllConnections();
    metadata.close();
    await faults.stop();
  });

  /** The environment of a process that has no source of credentials but the metadata service. */
  function environment(more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
    const none = join(temporaryFolder(), 'none');
    return {
      AWS_ENDPOINT_URL: faults.endpoint,
      ...{ AWS_REGION: undefined, AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined },
      ...{ AWS_CONFIG_FILE: none, AWS_SHARED_CREDENTIALS_FILE: none, AWS_EC2_METADATA_DISABLED: undefined },
      AWS_EC2_METADATA_SERVICE_ENDPOINT: `http://127.0.0.1:${(metadata.address() as AddressInfo).port}`,
      ...more,
    };
  }

  it('is asked for the region and the credentials once each', async () => {
    const bucket = await newBucket({ 'in/a': 'heat^ann^1^1\n' });
    const env = environment();
    const args = ['run', `s3://${bucket}/in`, '--output', `s3://${bucket}/out`, '--threads', '1', '--quiet'];
    expect(await dedup(args, { env })).toMatchObject({ exitCode: 0, stderr: '' });
    expect(Object.keys(await objects(bucket, 'out/'))).toContain('_SUCCESS');
    const signed = faults.seen.map(({ headers }) => /Credential=([^,]*)/.exec(String(headers.authorization))?.[1]);
    const scope = new RegExp(`^${KEY_ID}/\\d{8}/us-east-1/s3/aws4_request$`);
    expect(signed.filter((credential) => !scope.test(String(credential)))).toEqual([]);
    expect(asked.filter((path) => /region$/.test(path)).length).toBeLessThan(4);
  });

  it('is not asked for the region when the environment or the profile names one', async () => {
    const bucket = await newBucket({ 'in/a': 'heat^ann^1^1\n' });
    const folder = temporaryFolder({ config: '[default]\nregion = us-east-1\n' });
    for (const named of [{ AWS_REGION: 'us-east-1' }, { AWS_CONFIG_FILE: join(folder, 'config') }]) {
      const args = ['run', `s3://${bucket}/in`, '--output', `s3://${bucket}/out`, '--quiet'];
      expect(await dedup(args, { env: environment(named) })).toMatchObject({ exitCode: 0, stderr: '' });
    }
    expect(asked).not.toContain('/latest/meta-data/placement/region');
    expect(asked).toContain('/latest/meta-data/iam/security-credentials/the-role');
  });

  it('leads to the error for a missing region when it is off, silent for a second, or knows no region', async () => {
    const args = ['run', 's3://bucket-a/in', '--output', 's3://bucket-a/out'];
    const off = await dedup(args, { env: environment({ AWS_EC2_METADATA_DISABLED: 'true' }) });
    expect(off).toMatchObject({ exitCode: 64, stderr: NO_REGION });
    expect(asked).toEqual([]);
    metadata.removeAllListeners('request').on('request', (_, response) => response.writeHead(404).end());
    expect(await dedup(args, { env: environment() })).toMatchObject({ exitCode: 64, stderr: NO_REGION });
    metadata.removeAllListeners('request').on('request', () => undefined);
    expect(await dedup(args, { env: environment() })).toMatchObject({ exitCode: 64, stderr: NO_REGION });
    expect(faults.seen).toEqual([]);
  });

  it('is asked again when its first answers, also to requests for a token, fail, break off or are slow', async () => {
    const bucket = await newBucket({ 'in/a': 'heat^ann^1^1\n' });
    const troubles: Record<string, Trouble[]> = {
      '/latest/api/token': ['slow', '503', 'reset'],
      '/latest/meta-data/iam/security-credentials/': ['500'],
      '/latest/meta-data/iam/security-credentials/the-role': ['429'],
    };
    trouble = (path) => troubles[path]?.shift();
    const hadoop = await startPretendedHadoop();
    try {
      const env = { ...environment({ AWS_REGION: 'us-east-1' }), ...hadoop.environment };
      const args = ['yarn', `s3://${bucket}/in`, '--output', `s3://${bucket}/out`, '--quiet'];
      // no warning about credentials, because the containers run on instances of that role too
      expect(await dedup(args, { env })).toMatchObject({ exitCode: 69, stderr: `dedup: ${REFUSAL}\n` });
      expect(JSON.stringify(hadoop.variables())).not.toContain('KEY');
    } finally {
      await hadoop.stop();
    }
    expect(Object.values(troubles).flat()).toEqual([]);
  });

  it('is not asked when neither an input nor the output is in S3', async () => {
    const folder = temporaryFolder({ 'in/a': 'heat^ann^1^1\n' });
    const args = ['run', join(folder, 'in'), '--output', join(folder, 'out'), '--quiet'];
    expect(await dedup(args, { env: environment() })).toMatchObject({ exitCode: 0, stderr: '' });
    expect(asked).toEqual([]);
  });
});

/** A status, a broken connection, or an answer later than the one second that the SDK waits for by default. */
type Trouble = '429' | '500' | '503' | 'reset' | 'slow';
const SLOW_MS = 1200;

/** Answers as version 2 of the service does, which refuses requests without a token. */
async function serveMetadata(hear: (path: string) => Trouble | undefined): Promise<Server> {
  const server = createServer((request, response) => {
    const trouble = hear(request.url as string);
    if (trouble === undefined) answer(request, response);
    else if (trouble === 'reset') request.socket.destroy();
    else if (trouble === 'slow') setTimeout(() => answer(request, response), SLOW_MS);
    else response.writeHead(Number(trouble)).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

function answer({ method, url = '', headers }: IncomingMessage, response: ServerResponse): void {
  if (url === '/latest/api/token') {
    const isAsked = method === 'PUT' && Number(headers['x-aws-ec2-metadata-token-ttl-seconds']) > 0;
    response.writeHead(isAsked ? 200 : 400).end(TOKEN);
    return;
  }
  const text = ANSWERS[url];
  if (headers['x-aws-ec2-metadata-token'] !== TOKEN) response.writeHead(401).end();
  else if (text === undefined) response.writeHead(404).end();
  else response.end(text);
}
