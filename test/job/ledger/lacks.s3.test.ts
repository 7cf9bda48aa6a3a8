/** The ledger of an output in S3: which files it lacks, asked by a check from locations alone, and by runs. */

import { whyLacking } from '../../../job/ledger/lacks';
import { dedup, type Outcome } from '../../support/command';
import { newBucket, objects, onS3, openUploads, writeObjects } from '../../support/s3-tests';

onS3('the ledger of an output in S3', () => {
  let bucket: string;
  let output: string;
  let inputs: readonly string[];

  beforeEach(async () => {
    bucket = await newBucket({ 'in/a': 'heat^ann^1^1\n', 'in/b.csv': 'heat^bob^1^1\n', 'in/b/c': 'heat^cy^1^1\n' });
    output = `s3://${bucket}/out`;
    inputs = [`s3://${bucket}/in/`];
  });

  function run(...args: readonly string[]): Promise<Outcome> {
    return dedup(['run', ...inputs, '--output', output, '--new-only', ...args]);
  }

  it('has every file of the inputs after a run, and lacks those that are new or changed since', async () => {
    expect(await whyLacking(output, inputs, false)).toBe(`no run has published to ${output}`);
    expect(await run('--quiet')).toMatchObject({ exitCode: 0, stderr: '' });
    expect(await whyLacking(output, inputs, false)).toBeNull();
    expect(await whyLacking(`${output}/`, [`s3://${bucket}/in/b/`, `s3://${bucket}/in`], false)).toBeNull();

    await writeObjects(bucket, { 'in/_skipped': 'x', 'in/b-c/d': 'heat^dee^1^1\n' });
    expect(await whyLacking(output, inputs, false)).toBe(`'s3://${bucket}/in/b-c/d' is new`);
    expect(await run('--quiet')).toMatchObject({ exitCode: 0 });
    expect(await whyLacking(output, inputs, false)).toBeNull();

    // of the same size, with another ETag
    await writeObjects(bucket, { 'in/b/c': 'heat^cy^9^9\n' });
    expect(await whyLacking(output, inputs, false)).toBe(`'s3://${bucket}/in/b/c' is changed`);
    expect(await run('--json')).toMatchObject({ exitCode: 0, stderr: expect.stringContaining('1 file has changed') });
    expect(await whyLacking(output, inputs, false)).toBeNull();
    const found = await objects(bucket, 'out/');
    const parts = Object.keys(found).filter((name) => name.startsWith('part-'));
    expect(parts.map((name) => found[name]).join('')).toContain('heat^cy^9^9');
    expect(Object.keys(found).filter((name) => name.startsWith('_dedup/ledger-'))).toHaveLength(1);
    expect(await openUploads(bucket)).toEqual([]);
  });

  it('is asked by a run without new files, which then writes nothing', async () => {
    await run('--quiet');
    const before = await objects(bucket);
    expect(await run()).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/^nothing new: /), stderr: '' });
    expect(await objects(bucket)).toEqual(before);
  });

  it('lacks files, in doubt, wherever the output or the inputs are not as a run left them', async () => {
    await run('--quiet');
    const whole = await objects(bucket, 'out/');
    const [part] = Object.keys(whole).filter((name) => name.startsWith('part-'));
    const [ledger] = Object.keys(whole).filter((name) => name.startsWith('_dedup/ledger-'));
    const damages: readonly [Record<string, string>, string][] = [
      [{ '_dedup/journal.json': '{}' }, `a run is publishing to ${output}, or was interrupted there`],
      [{ '_dedup/summary.json': '{}' }, 'is not a summary that this program can read'],
      [{ [part as string]: 'x' }, `part '${part}' of ${output} is missing or changed`],
      [{ [ledger as string]: 'x' }, `the ledger of ${output} is gone, or has another size than the summary says`],
      [
        { [ledger as string]: 'x'.repeat((whole[ledger as string] as string).length) },
        `the ledger of ${output} is damaged`,
      ],
    ];
    for (const [damage, reason] of damages) {
      const place = await newBucket(
        Object.fromEntries(Object.entries({ ...whole, ...damage }).map(([name, text]) => [`out/${name}`, text])),
      );
      const reasonThere = await whyLacking(`s3://${place}/out`, inputs, false);
      expect(reasonThere?.replaceAll(place, bucket)).toContain(reason);
    }
    expect(await whyLacking(output, [`s3://${bucket}/none`], false)).toBe(`no such input: 's3://${bucket}/none'`);
  });
});
