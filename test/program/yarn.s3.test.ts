/** `dedup yarn` on S3 until it submits its job to Hadoop: the wait for the output, and the environment of its tasks. */

import { join } from 'node:path';
import { openOutput } from '../../job/place/open-output';
import { dedup, seenWhile, startDedup } from '../support/command';
import { temporaryFolder } from '../support/folder';
import { type PretendedHadoop, REFUSAL, startPretendedHadoop } from '../support/pretended-hadoop';
import { runNamed } from '../support/run-named';
import { type S3Faults, startS3Faults } from '../support/s3-faults';
import { newBucket, objects, onS3 } from '../support/s3-tests';

const FILES = { 'in/a': 'heat^ann^1^1\n' };
/** The stand-in for Hadoop ends with exit code 69. */
const REFUSED = `dedup: ${REFUSAL}\n`;
const OTHER_IDENTITY =
  "dedup: warning: containers do not have this command's AWS credentials, which come from a profile or a file of this " +
  'machine: they use AWS_ACCESS_KEY_ID where it is set here, else the role of their node\n';

onS3('dedup yarn on S3', () => {
  let hadoop: PretendedHadoop;
  let faults: S3Faults;

  beforeEach(async () => {
    hadoop = await startPretendedHadoop();
    faults = await startS3Faults(process.env.AWS_ENDPOINT_URL as string);
  });
  afterEach(async () => {
    await faults.stop();
    await hadoop.stop();
  });

  it('waits with --wait-lock until another run has released the output, and then continues', async () => {
    const bucket = await newBucket(FILES);
    const lease = await openOutput(`s3://${bucket}/out`).takeLease({ run: runNamed('other') });
    const args = ['yarn', `s3://${bucket}/in`, '--output', `s3://${bucket}/out`, '--quiet'];
    try {
      const waiting = startDedup([...args, '--wait-lock', '10m'], { env: hadoop.environment });
      expect(await seenWhile(waiting, () => waiting.said.stderr.includes('\n'))).toBe(true);
      expect(waiting.said.stderr).toMatch(
        new RegExp(
          `^dedup: warning: waiting: s3://${bucket}/out is in use by run ${runNamed('other')} \\(process ${process.pid} on .*\n$`,
        ),
      );
      expect(hadoop.hasJob()).toBe(false);
      await lease.release();
      expect((await waiting.ended).exitCode).toBe(69);
      expect(waiting.said.stderr.split('\n').slice(1).join('\n')).toBe(REFUSED);
      expect(hadoop.hasJob()).toBe(true);
    } finally {
      await lease.release();
    }
    expect(Object.keys(await objects(bucket))).toEqual(['in/a']);
  });

  it('passes the region and endpoint of a profile on to its tasks, and warns that its credentials are not passed on', async () => {
    const bucket = await newBucket(FILES);
    // a host name, because only then does the style of bucket addresses matter
    const endpoint = faults.endpoint.replace('127.0.0.1', 'localhost');
    const args = ['yarn', `s3://${bucket}/in`, '--output', `s3://${bucket}/out`, '--quiet'];
    const folder = temporaryFolder({
      config: `[profile work]\nregion = us-east-1\nendpoint_url = ${endpoint}\n`,
      credentials: '[work]\naws_access_key_id = test\naws_secret_access_key = testsecret\n',
    });
    const env = {
      ...hadoop.environment,
      ...{ AWS_REGION: undefined, AWS_ENDPOINT_URL: undefined },
      ...{ AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined, AWS_PROFILE: 'work' },
      ...{ AWS_CONFIG_FILE: join(folder, 'config'), AWS_SHARED_CREDENTIALS_FILE: join(folder, 'credentials') },
    };
    expect(await dedup(args, { env })).toMatchObject({ exitCode: 69, stderr: `${OTHER_IDENTITY}${REFUSED}` });
    const variables = hadoop.variables();
    expect(variables).toMatchObject({ AWS_REGION: 'us-east-1', AWS_ENDPOINT_URL_S3: endpoint });
    expect(Object.keys(variables).filter((name) => /PROFILE|FILE|KEY/.test(name))).toEqual([]);
    expect(faults.seen.filter(({ path }) => !path.startsWith(`/${bucket}`))).toEqual([]);
    expect(Object.keys(await objects(bucket))).toEqual(['in/a']);
  });
});
