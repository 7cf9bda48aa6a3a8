import { ratings } from '../support/records';
import { dedupResident as dedup } from '../support/resident';
import { startS3Faults } from '../support/s3-faults';
import { newBucket, onS3 } from '../support/s3-tests';

onS3('dedup explain and diff on S3', () => {
  test('find a record by short reads, and compare with an output of this machine', async () => {
    const bucket = await newBucket({ 'in/a': ratings(120_000), 'in/b': 'heat^ann^1^99999999999\n' });
    const output = `s3://${bucket}/out`;
    expect(await dedup(['run', `s3://${bucket}/in/`, '--output', output, '--quiet', '--parts', '1'])).toMatchObject({
      exitCode: 0,
    });
    const faults = await startS3Faults(process.env.AWS_ENDPOINT_URL as string);
    try {
      const env = { AWS_ENDPOINT_URL: faults.endpoint };
      const found = await dedup(['explain', output, '--key', 'heat,ann', '--json'], { env });
      expect(found).toMatchObject({ exitCode: 0, stderr: '' });
      const [{ found: record }] = JSON.parse(found.stdout).keys;
      expect(record).toMatchObject({
        file: expect.stringContaining(`${output}/part-`),
        line: 'heat^ann^1^99999999999',
      });
      const reads = faults.seen.filter(({ method, path }) => method === 'GET' && path.includes('/part-'));
      expect(reads.length).toBeGreaterThan(0);
      expect(reads.length).toBeLessThan(8);
    } finally {
      await faults.stop();
    }
    const absent = await dedup(['explain', output, '--key', 'no such movie,ann', '--inputs']);
    expect(absent).toMatchObject({ exitCode: 1, stderr: '' });
    expect(absent.stdout).toContain(
      'no such movie,ann: absent (the key is movie,user)\n  no record in the inputs\nread 120,001 lines of 2 files',
    );
    const other = `s3://${bucket}/other`;
    await dedup(['run', `s3://${bucket}/in/a`, '--output', other, '--quiet', '--parts', '3']);
    const differences = await dedup(['diff', other, output, '--records']);
    expect(differences).toMatchObject({ exitCode: 1, stdout: '+heat^ann^1^99999999999\n' });
  });
});
