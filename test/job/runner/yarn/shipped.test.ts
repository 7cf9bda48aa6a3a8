import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { commonHeader } from '../../../../job/format/format';
import { resolveYarn, type Sizing } from '../../../../job/options/yarn';
import { openOutput } from '../../../../job/place/open-output';
import { planYarn } from '../../../../job/runner/yarn/plan';
import { mapInputs } from '../../../../job/runner/yarn/plan-splits';
import { MANIFEST_FILE, writeFiles } from '../../../../job/runner/yarn/shipped';
import { taskEnvironment } from '../../../../job/runner/yarn/task-environment';
import { secretsOf } from '../../../../job/runner/yarn/variables';
import { InputFiles } from '../../../../job/store/input-files';
import { temporaryFolder } from '../../../support/folder';
import { resolveSpec } from '../../../support/record-options';
import { withCodec } from '../../../support/with-codec';
import { yarnOptions } from '../../../support/yarn-options';

const RUN = '20261122t152504z-3f9a1c';
const FILE = withCodec({ path: 's3://bucket/in/\u2028\r\n', sizeBytes: 10 ** 7, version: '"etag"', own: false });

const HEADER = commonHeader(Buffer.from([0xff, 0x5e, 0x61]), 's3://bucket/in/a');

function write(run = RUN) {
  const request = { ...resolveYarn(['s3://bucket/in'], yarnOptions({ header: true })), spec: resolveSpec() };
  const plan = planYarn([FILE], request.sizing as Sizing);
  const files = InputFiles.of([FILE]);
  const job = { request, files, header: HEADER, run, store: openOutput(temporaryFolder()), former: null };
  const written = writeFiles(
    job,
    plan,
    { node: '/n', bundle: '/b' },
    {
      variables: { AWS_REGION: 'eu-west-1' },
      prefix: `dedup-${run}-`,
    },
  );
  return { request, plan, files: written, folder: dirname(written.shipped.job) };
}

it('the manifest has one line for each map task, and the file of secrets is readable by its owner only', () => {
  const { request, plan, files, folder } = write();
  try {
    const lines = readFileSync(join(files.work, MANIFEST_FILE), 'utf8').split('\n');
    expect(lines.pop()).toBe('');
    expect(lines.map((line) => JSON.parse(line))).toEqual([...mapInputs(InputFiles.of([FILE]), plan.maps)]);
    expect(JSON.parse(readFileSync(files.shipped.job, 'utf8'))).toEqual({
      run: RUN,
      output: 's3://bucket/out',
      spec: request.spec,
      header: { line: '\u00ff^a', found: '\u00ff^a', file: 's3://bucket/in/a', fields: null, others: 'none' },
      badRecords: 'fail',
      compress: 'none',
      splits: 16,
      parts: 16,
      reduces: 4,
      slots: 4,
      groups: 1,
      memoryBytes: plan.memoryBytes,
    });
    expect(readFileSync(files.shipped.secrets, 'utf8')).toBe(secretsOf({ AWS_REGION: 'eu-west-1' }));
    expect(statSync(files.shipped.secrets).mode & 0o777).toBe(0o600);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(files.shipped).toMatchObject({ node: '/n', bundle: '/b' });
  } finally {
    files.remove();
  }
  expect(existsSync(folder)).toBe(false);
});

it('the environment for AWS is passed on, except settings that refer to files of this machine', async () => {
  const env = {
    PATH: '/bin',
    AWS_REGION: 'eu-west-1',
    AWS_ENDPOINT_URL_S3: 'http://127.0.0.1:9000',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_PROFILE: 'me',
    AWS_SHARED_CREDENTIALS_FILE: '/home/me/.aws/credentials',
    AWS_WEB_IDENTITY_TOKEN_FILE: '/run/secrets/token',
    AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://169.254.170.23/v1/credentials',
  };
  expect(await taskEnvironment(env, [])).toEqual({
    AWS_REGION: 'eu-west-1',
    AWS_ENDPOINT_URL_S3: 'http://127.0.0.1:9000',
    AWS_SECRET_ACCESS_KEY: 'secret',
  });
});
