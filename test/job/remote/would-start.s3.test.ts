import { resolveYarn, type YarnOptions } from '../../../job/options/yarn';
import { leaseHolder } from '../../../job/remote/lease-holder';
import { readPublished } from '../../../job/remote/published';
import { refuseFutile, type Tolerance } from '../../../job/remote/would-start';
import { theS3 } from '../../../job/store/s3/client';
import { S3Store } from '../../../job/store/s3/store';
import { runNamed } from '../../support/run-named';
import { newBucket, onS3, writeObjects } from '../../support/s3-tests';
import { yarnOptions } from '../../support/yarn-options';

const STRICT: Tolerance = { emptyInput: false, lockedOutput: false };

onS3('what is asked of a job from another machine', () => {
  let bucket: string;
  beforeEach(async () => {
    bucket = await newBucket({ 'in/a.txt': 'a\n', 'in/_b.txt': 'bb\n', 'out/x/y': '' });
  });

  function request(more: Partial<YarnOptions> = {}, input = `s3://${bucket}/in/`) {
    return resolveYarn([input], yarnOptions({ output: `s3://${bucket}/latest/`, ...more }));
  }

  it('finds the inputs of the run, and reports the files that the run would skip', async () => {
    const { files, warnings } = await refuseFutile(request(), STRICT);
    expect(Array.from(files, ({ path, sizeBytes }) => [path, sizeBytes])).toEqual([[`s3://${bucket}/in/a.txt`, 2]]);
    expect(warnings).toEqual([expect.stringMatching(/^1 file \(3 B: 's3:\/\/.*\/in\/_b\.txt'\) is skipped/)]);
  });

  it('refuses folders of this machine', async () => {
    await expect(refuseFutile(request({}, '/data/in'), STRICT)).rejects.toMatchObject({
      exitCode: 64,
      message: "'/data/in' is on this machine, expected s3://bucket/prefix: the cluster does not see it",
    });
  });

  it('refuses an input without a file, unless the run has --if-empty ok', async () => {
    const empty = request({}, `s3://${bucket}/nothing/`);
    await expect(refuseFutile(empty, STRICT)).rejects.toMatchObject({ exitCode: 66 });
    expect((await refuseFutile(empty, { ...STRICT, emptyInput: true })).files).toHaveLength(0);
  });

  it('refuses an output inside the input', async () => {
    await expect(refuseFutile(request({ output: `s3://${bucket}/in/latest/` }), STRICT)).rejects.toMatchObject({
      exitCode: 73,
      message: expect.stringContaining('lies in the input'),
    });
  });

  it('refuses an output with files of other programs, unless the run has --overwrite', async () => {
    const foreign = { output: `s3://${bucket}/out/` };
    await expect(refuseFutile(request(foreign), STRICT)).rejects.toMatchObject({
      exitCode: 73,
      message: expect.stringContaining("the first is 'x/y'"),
    });
    expect((await refuseFutile(request({ ...foreign, overwrite: true }), STRICT)).files).toHaveLength(1);
  });

  it('refuses an output that another run is writing, unless the run has --wait-lock', async () => {
    expect(await leaseHolder(`s3://${bucket}/latest`)).toBeNull();
    const run = runNamed('one');
    const lease = await new S3Store(theS3(), `s3://${bucket}/latest/`).takeLease({ run });
    try {
      lease.note('maps 3/16');
      await lease.renew();
      expect(await leaseHolder(`s3://${bucket}/latest`)).toMatchObject({ run, progress: 'maps 3/16' });
      await expect(refuseFutile(request(), STRICT)).rejects.toMatchObject({
        exitCode: 73,
        message: expect.stringMatching(
          / is in use by run \S+, last sign of life \d+ s ago: submit with --wait-lock 30m/,
        ),
      });
      expect((await refuseFutile(request(), { ...STRICT, lockedOutput: true })).files).toHaveLength(1);
    } finally {
      await lease.release();
    }
  });

  it('tells whether the output is published, and refuses an unreadable summary', async () => {
    const output = `s3://${bucket}/out`;
    expect(await readPublished(output)).toEqual({ output, summary: null, hasSuccess: false });
    await writeObjects(bucket, { 'out/_dedup/summary.json': '{}', 'out/_SUCCESS': '' });
    await expect(readPublished(output)).rejects.toMatchObject({
      exitCode: 65,
      message: expect.stringMatching(/^cannot understand s3:\/\/.*\/out\/_dedup\/summary\.json: /),
    });
  });
});
