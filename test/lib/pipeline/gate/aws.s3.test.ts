import { gatePlace, objectReader, uploadFolder } from '../../../../lib/pipeline/gate/aws';
import { temporaryFolder } from '../../../support/folder';
import { newBucket, onS3, readObject } from '../../../support/s3-tests';

onS3('what a gate asks of AWS', () => {
  test('uploads a folder with all files below it, and reads them back', async () => {
    const bucket = await newBucket();
    const place = `s3://${bucket}/gate/run/input/`;
    await uploadFolder(temporaryFolder({ 'a.txt': 'a\n', 'deep/er/b.txt': '\xff\n' }), place);
    expect(await readObject(bucket, 'gate/run/input/a.txt')).toBe('a\n');
    expect(Buffer.from(await objectReader(place)('deep/er/b.txt'))).toEqual(Buffer.from([0xff, 10]));
  });

  test('names an object that cannot be written or read', async () => {
    const folder = temporaryFolder({ 'a.txt': 'a\n' });
    await expect(uploadFolder(folder, 's3://test-no-such-bucket/gate/')).rejects.toMatchObject({
      exitCode: 69,
      message: expect.stringMatching(
        /^cannot write s3:\/\/test-no-such-bucket\/gate\/a\.txt: The specified bucket does not exist$/,
      ),
    });
    const bucket = await newBucket();
    await expect(objectReader(`s3://${bucket}/gate/`)('x')).rejects.toMatchObject({
      exitCode: 69,
      message: expect.stringMatching(/^cannot read s3:\/\/test-.*\/gate\/x: The specified key does not exist$/),
    });
  });

  test('says that the stack does not exist', async () => {
    await expect(gatePlace('no-such-cluster')).rejects.toMatchObject({
      exitCode: 69,
      message: expect.stringMatching(
        /^no stack no-such-cluster: set pipeline in cdk\.json, and make it with 'npx cdk deploy --all'$/,
      ),
    });
  });
});
