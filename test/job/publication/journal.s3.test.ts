/** A journal in S3 that another program wrote cannot remove the objects of others below the output. */

import { settle } from '../../../job/publication/settle';
import { theS3 } from '../../../job/store/s3/client';
import { S3Store } from '../../../job/store/s3/store';
import { newBucket, objects, onS3, openUploads, writeObjects } from '../../support/s3-tests';
import { heldLease, NEW, OLD } from './publication';

const PART = { name: `part-00000-${NEW}`, sizeBytes: 1, attempt: '' };
const receipt = (change: object) => ({
  ...PART,
  receipt: { id: 'x', parts: [{ etag: '"e"', crc32: 'AAAAAA==' }], ...change },
});
const GOOD = {
  version: 3,
  run: NEW,
  owner: 'somebody',
  phase: 'reveal',
  makes: [PART],
  replaces: [`part-00000-${OLD}`],
  setAside: [{ name: 'theirs.csv', version: '"e"' }],
  success: null,
  documents: ['_dedup/summary.json', '_SUCCESS'],
  withdraws: [],
};

onS3('a journal in S3', () => {
  let bucket: string;
  let store: S3Store;
  beforeEach(async () => {
    bucket = await newBucket();
    store = new S3Store(theS3(), `s3://${bucket}/out`);
    await writeObjects(bucket, {
      'out/theirs.csv': 'theirs',
      'out/_temporary/0/task': 'of a Hadoop job',
      'other/x': 'x',
    });
    for (const name of ['uploading.csv', `sub/part-00000-${NEW}`]) {
      const part = store.openPart(NEW, name, '');
      await part.write(Buffer.from('of another program'));
      await part.finish();
    }
  });

  it.each([
    ['no name', { run: '' }, 'run is ""'],
    ['the name of a folder', { run: '0' }, 'run is "0"'],
    ['an object of others to remove', { replaces: ['theirs.csv'] }, 'replaces[0] is "theirs.csv"'],
    ['an object of others to make', { makes: [{ ...PART, name: 'theirs.csv' }] }, 'makes[0].name is "theirs.csv"'],
    ['an upload of others to complete', { makes: [{ ...PART, name: 'uploading.csv' }] }, 'makes[0].name is "uploading'],
    ['an upload without a name', { makes: [receipt({ id: '' })] }, 'makes[0].receipt.id is ""'],
    ['an upload of two lines', { makes: [receipt({ id: 'a\r\nb' })] }, 'makes[0].receipt.id is "a\\r\\nb"'],
    ['an upload without parts', { makes: [receipt({ parts: null })] }, 'makes[0].receipt.parts is null'],
    ['an upload of too many parts', { makes: [receipt({ parts: Array(10_001).fill(null) })] }, 'has 10001 entries'],
    ['a checksum that is none', { makes: [receipt({ parts: [{ etag: 'e', crc32: 'x' }] })] }, 'parts[0].crc32 is "x"'],
    [
      'what Hadoop stages to move',
      { setAside: [{ name: '_temporary/0/task', version: '' }] },
      'setAside[0].name is "_temporary/0/task"',
    ],
  ])('that has %s is refused', async (_, change, reason) => {
    await writeObjects(bucket, { 'out/_dedup/journal.json': JSON.stringify({ ...GOOD, ...change }) });
    const before = [await objects(bucket), await openUploads(bucket)];
    await expect(settle(store, heldLease)).rejects.toMatchObject({
      exitCode: 74,
      message: expect.stringContaining(reason),
    });
    expect([await objects(bucket), await openUploads(bucket)]).toEqual(before);
  });

  it('that is larger than any journal of this kit is refused without being loaded into memory', async () => {
    await writeObjects(bucket, { 'out/_dedup/note.json': Buffer.alloc(1024 ** 2 + 1) });
    await expect(store.read('_dedup/note.json')).rejects.toMatchObject({
      exitCode: 74,
      message: `cannot read s3://${bucket}/out/_dedup/note.json: it has 1048577 bytes, at most 1048576 are expected; remove it if it is not yours`,
    });
  });
});
