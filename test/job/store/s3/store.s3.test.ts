import { Bucket, type FoundObject } from '../../../../job/store/s3/bucket';
import { connect, type S3, theS3 } from '../../../../job/store/s3/client';
import { move } from '../../../../job/store/s3/move';
import { uploadOf } from '../../../../job/store/s3/receipt';
import { LIMITS } from '../../../../job/store/s3/retry';
import { S3Store } from '../../../../job/store/s3/store';
import type { StoredFile } from '../../../../job/store/store';
import { type S3Faults, startS3Faults } from '../../../support/s3-faults';
import { newBucket, objects, onS3, openUploads, readObject, writeObjects } from '../../../support/s3-tests';

const RUN = '20260101t000000z-aaaaaa';
const OTHER = '20260202t000000z-bbbbbb';
const PART = `part-00000-${RUN}`;
const MiB = 1024 ** 2;
/** The check of a lease that is still held. */
const held = async () => undefined;
const QUICK = { ...LIMITS, firstBackoffMs: 1, maxBackoffMs: 1, attempts: 4 };

onS3('an output in S3', () => {
  let bucket: string;
  let store: S3Store;
  let faults: S3Faults;
  let s3: S3;

  beforeEach(async () => {
    bucket = await newBucket();
    faults = await startS3Faults(process.env.AWS_ENDPOINT_URL as string);
    s3 = connect(QUICK, { ...process.env, AWS_ENDPOINT_URL: faults.endpoint });
    store = new S3Store(s3, `s3://${bucket}/out/`);
  });
  afterEach(async () => {
    s3.client.destroy();
    await faults.stop();
  });

  async function stage(name: string, content = name, run = RUN) {
    const part = store.openPart(run, name, '');
    await part.write(Buffer.from(content));
    return part.finish();
  }

  async function uploadKeys(): Promise<string[]> {
    return (await openUploads(bucket)).map(({ key }) => key).sort();
  }

  it('has a location without a slash at its end, or is a whole bucket', async () => {
    expect(store.location).toBe(`s3://${bucket}/out`);
    const whole = new S3Store(theS3(), `s3://${bucket}`);
    await whole.put('_SUCCESS', '');
    expect(await objects(bucket)).toEqual({ _SUCCESS: '' });
    expect(await whole.list('')).toEqual([{ name: '_SUCCESS', sizeBytes: 0, version: expect.any(String) }]);
  });

  describe('has parts', () => {
    it('that become visible when they were staged and committed, with receipts that pass through JSON', async () => {
      const part = JSON.parse(JSON.stringify(await stage(PART, 'bytes')));
      expect(part).toMatchObject({ name: PART, sizeBytes: 5, attempt: '' });
      expect(await objects(bucket)).toEqual({});
      expect(await store.locate(RUN, part)).toBe('staged');
      await store.commit(RUN, [part]);
      expect(await objects(bucket)).toEqual({ [`out/${PART}`]: 'bytes' });
      expect(await store.locate(RUN, part)).toBe('visible');
      await store.commit(RUN, [part]);
      await store.discard(RUN);
      expect(await objects(bucket)).toEqual({ [`out/${PART}`]: 'bytes' });
    });

    it('that may be empty', async () => {
      const part = await store.openPart(RUN, PART, '').finish();
      expect(part).toMatchObject({ sizeBytes: 0, receipt: { parts: [{ crc32: 'AAAAAA==' }] } });
      await store.commit(RUN, [part]);
      expect(await objects(bucket)).toEqual({ [`out/${PART}`]: '' });
    });

    it('that several attempts may write, of which one is committed and the others are removed', async () => {
      const attempts = await Promise.all(
        ['a_0', 'a_1'].map(async (attempt) => {
          const part = store.openPart(RUN, PART, attempt);
          await part.write(Buffer.from(attempt));
          return part.finish();
        }),
      );
      await store.commit(RUN, attempts.slice(1));
      await store.discard(RUN);
      expect(await objects(bucket)).toEqual({ [`out/${PART}`]: 'a_1' });
      expect(await uploadKeys()).toEqual([]);
    });

    it('that are copied from shared memory before it is reused, and uploaded in several parts with little memory', async () => {
      faults.latencyMs = 30;
      const shared = new Uint8Array(new SharedArrayBuffer(3 * MiB));
      const part = store.openPart(RUN, PART, '');
      const expected: Buffer[] = [];
      for (let i = 0; i < 20; i++) {
        shared.fill(i);
        expected.push(Buffer.from(shared));
        const written = part.write(shared);
        if (written) await written;
        shared.fill(255);
      }
      const staged = await part.finish();
      expect(staged.sizeBytes).toBe(60 * MiB);
      expect(uploadOf(staged)?.parts).toHaveLength(8);
      expect(faults.most.ever).toBeLessThanOrEqual(3);
      await store.commit(RUN, [staged]);
      expect(Buffer.from(await readObject(bucket, `out/${PART}`), 'latin1').equals(Buffer.concat(expected))).toBe(true);
    });

    it('that are committed even if the answer to the completion was lost', async () => {
      const part = await stage(PART, 'bytes');
      let isLost = false;
      faults.judge = ({ method, path }) => {
        if (isLost || method !== 'POST' || !path.includes('uploadId')) return undefined;
        isLost = true;
        return 'lose-answer';
      };
      await store.commit(RUN, [part]);
      expect(isLost).toBe(true);
      expect(await store.locate(RUN, part)).toBe('visible');
    });

    it('that count as missing once another program aborted their uploads', async () => {
      const part = await stage(PART, 'bytes');
      await store.discard(RUN);
      expect(await store.locate(RUN, part)).toBe('gone');
      await expect(store.commit(RUN, [part])).rejects.toMatchObject({
        exitCode: 74,
        message:
          `the upload of s3://${bucket}/out/${PART} is gone, and so are its 5 bytes: something else aborted or removed it, ` +
          'run again',
      });
    });

    it('that count as missing when an object of another size has their name', async () => {
      const part = await stage(PART, 'bytes');
      await store.commit(RUN, [part]);
      await writeObjects(bucket, { [`out/${PART}`]: 'x' });
      expect(await store.locate(RUN, part)).toBe('gone');
    });

    it('whose write error is reported by every further write too', async () => {
      faults.judge = ({ method }) => (method === 'PUT' ? 'slow-down' : undefined);
      const part = store.openPart(RUN, PART, '');
      const message = `cannot write s3://${bucket}/out/${PART}: SlowDown: Please reduce your request rate.`;
      await part.write(Buffer.alloc(MiB));
      await expect(part.finish()).rejects.toMatchObject({ exitCode: 74, message });
      expect(() => part.write(Buffer.alloc(1))).toThrow(message);
    });
  });

  describe('has files', () => {
    it('that can be written, read, listed and removed', async () => {
      await store.put('_dedup/summary.json', 'one');
      await store.put('_dedup/summary.json', 'ü');
      await store.put('a', '');
      await writeObjects(bucket, { 'out2/x': '', 'out/sub/': '' });
      expect((await store.read('_dedup/summary.json'))?.toString()).toBe('ü');
      expect(await store.read('none')).toBeUndefined();
      expect((await store.list('')).map((file) => [file.name, file.sizeBytes])).toEqual([
        ['_dedup/summary.json', 2],
        ['a', 0],
      ]);
      expect(await store.list('none')).toEqual([]);
      await store.retire(RUN, ['a', 'never-there']);
      await store.retire(RUN, []);
      expect((await store.list('')).map((file) => file.name)).toEqual(['_dedup/summary.json']);
    });

    it('that can be staged and then replace others', async () => {
      await store.put('_dedup/summary.json', 'old');
      await store.stage(RUN, '_dedup/summary.json', 'new');
      expect((await store.read('_dedup/summary.json'))?.toString()).toBe('old');
      for (let again = 0; again < 2; again++) await store.replace(RUN, '_dedup/summary.json');
      await store.discard(RUN);
      await store.replace(RUN, '_dedup/summary.json');
      expect(await objects(bucket)).toEqual({ 'out/_dedup/summary.json': 'new' });
    });

    it('that can be staged again, but not after another process has removed them', async () => {
      const file = { name: '_dedup/summary.json', version: await store.stage(RUN, '_dedup/summary.json', 'first') };
      const version = await store.stageAnew(RUN, file, 'second');
      await expect(store.stageAnew(RUN, file, 'late')).rejects.toMatchObject({ exitCode: 74 });
      expect(await objects(bucket)).toEqual({ [`out/_temporary/${RUN}/_dedup/summary.json`]: 'second' });
      await store.discard(RUN);
      await expect(store.stageAnew(RUN, { ...file, version }, 'late')).rejects.toMatchObject({ exitCode: 74 });
      expect(await objects(bucket)).toEqual({});
    });

    it('that can be set aside in the version that was seen, and never overwrite another file', async () => {
      await writeObjects(bucket, { 'out/sub/x ü+': 'theirs', 'out/y': 'theirs', 'out/z': 'others' });
      await writeObjects(bucket, { [`out/_replaced/${RUN}/y`]: 'another' });
      const [, x, y, z] = (await store.list('')) as [StoredFile, StoredFile, StoredFile, StoredFile];
      await writeObjects(bucket, { 'out/z': 'changed' });
      for (let again = 0; again < 2; again++) await store.setAside(RUN, RUN, [x, z]);
      await expect(store.setAside(RUN, RUN, [y])).rejects.toMatchObject({
        exitCode: 74,
        message:
          `cannot move s3://${bucket}/out/y to s3://${bucket}/out/_replaced/${RUN}/y, which is there already: ` +
          'move one of them away',
      });
      expect(await objects(bucket, 'out/')).toEqual({
        [`_replaced/${RUN}/sub/x ü+`]: 'theirs',
        [`_replaced/${RUN}/y`]: 'another',
        y: 'theirs',
        z: 'changed',
      });
    });

    it('that are set aside completely after an interruption between the copy and the removal', async () => {
      await writeObjects(bucket, { 'out/x': 'theirs', [`out/_replaced/${RUN}/x`]: 'theirs' });
      await store.setAside(RUN, RUN, (await store.list('')).slice(1));
      expect(await objects(bucket)).toEqual({ [`out/_replaced/${RUN}/x`]: 'theirs' });
    });

    it('that may be larger than S3 copies in one request', async () => {
      const large = Buffer.alloc(11 * MiB, 'abc');
      await writeObjects(bucket, { x: large });
      const limits = { wholeBytes: 6 * MiB, pieceBytes: 5 * MiB };
      const moved = async () => {
        const x = await new Bucket(s3, bucket).head('x');
        await move(new Bucket(s3, bucket), x as FoundObject, 'y', limits);
      };
      await moved();
      expect(Object.keys(await objects(bucket))).toEqual(['y']);
      expect(Buffer.from(await readObject(bucket, 'y'), 'latin1').equals(large)).toBe(true);
      // a copy in several pieces has another ETag, therefore the contents are compared
      await writeObjects(bucket, { x: large });
      await moved();
      expect(Object.keys(await objects(bucket))).toEqual(['y']);
      expect(await uploadKeys()).toEqual([]);
    });
  });

  it('is asked only once for a missing object, even if the clock of this machine is wrong', async () => {
    faults.aheadMs = 6 * 60_000;
    await store.list('');
    const before = faults.seen.length;
    expect(await store.read('none')).toBeUndefined();
    await store.put('a', '');
    await expect(store.swap(RUN, { name: 'a', version: '"another"' }, 'b')).rejects.toMatchObject({ exitCode: 74 });
    expect(faults.seen).toHaveLength(before + 3);
  });

  it('is asked only once for an operation that S3 does not support', async () => {
    await store.list('');
    const before = faults.seen.length;
    faults.judge = () => 'not-implemented';
    await expect(store.put('a', '')).rejects.toMatchObject({
      exitCode: 74,
      message: `cannot write s3://${bucket}/out/a: NotImplemented: A header you provided implies functionality`,
    });
    expect(faults.seen).toHaveLength(before + 1);
  });

  describe('whose publication another run has taken over', () => {
    const JOURNAL = '_dedup/journal.json';

    async function seen(name: string) {
      return { name, version: (await store.find(name))?.version as string };
    }

    it('keeps the journal of the other run, which is neither overwritten nor removed', async () => {
      await store.put(JOURNAL, 'first');
      const before = await seen(JOURNAL);
      const after = await store.swap(RUN, before, 'second');
      await expect(store.swap(RUN, before, 'late')).rejects.toMatchObject({ exitCode: 74 });
      await expect(store.withdraw(RUN, before)).rejects.toMatchObject({ exitCode: 74 });
      expect(await objects(bucket)).toEqual({ [`out/${JOURNAL}`]: 'second' });
      expect(await store.withdraw(RUN, { name: JOURNAL, version: after })).toBe(true);
      expect(await store.withdraw(RUN, { name: JOURNAL, version: after })).toBe(false);
    });

    it('has no staged journal for the first run, whose publication therefore cannot begin', async () => {
      await store.stage(RUN, JOURNAL, 'staged');
      await store.stage(RUN, '_dedup/summary.json', 'staged');
      await writeObjects(bucket, { [`out/_temporary/0/${JOURNAL}`]: 'staged' });
      await expect(store.fence(() => Promise.reject(new Error('lost')))).rejects.toThrow('lost');
      await store.fence(held);
      expect(await store.replace(RUN, JOURNAL)).toBeUndefined();
      expect(Object.keys(await objects(bucket, 'out/_temporary/')).sort()).toEqual([`${RUN}/_dedup/summary.json`]);
    });

    it.each(['', 'said\n'])(
      'has _SUCCESS (%j) restored in a version that no late removal of the first run matches',
      async (text) => {
        await store.put('_SUCCESS', text);
        for (let again = 0; again < 2; again++) {
          const old = { ...(await seen('_SUCCESS')), text };
          const lost = await store.prepareBack(RUN, old);
          const prepared = await store.prepareBack(RUN, old);
          await store.abort(RUN, prepared);
          await store.putBack(RUN, old, prepared);
          await expect(store.withdraw(RUN, old)).rejects.toMatchObject({ exitCode: 74 });
          expect((await objects(bucket))['out/_SUCCESS']).toBe(text);
          await store.retire(RUN, ['_SUCCESS']);
          await expect(store.putBack(RUN, old, lost)).rejects.toMatchObject({ exitCode: 74 });
          const prepared2 = await store.prepareBack(RUN, old);
          await store.putBack(RUN, old, prepared2);
          await store.discard(RUN);
          expect(await objects(bucket)).toEqual({ 'out/_SUCCESS': text });
          expect(await uploadKeys()).toEqual([]);
        }
      },
    );

    it('keeps the _SUCCESS of the other run, which is not overwritten', async () => {
      await store.put('_SUCCESS', 'old');
      const old = { ...(await seen('_SUCCESS')), text: 'old' };
      const prepared = await store.prepareBack(RUN, old);
      await store.put('_SUCCESS', 'of another');
      await store.putBack(RUN, old, prepared);
      await store.sweep([], held);
      expect(await objects(bucket)).toEqual({ 'out/_SUCCESS': 'of another' });
      expect(await uploadKeys()).toEqual([]);
    });
  });

  it('is swept of the files of dead runs, and of no other files', async () => {
    await stage(PART);
    await stage(`_rejected/part-00001-${RUN}.jsonl`);
    await stage(`part-00002-${RUN}.gz`);
    await stage(`part-00000-${OTHER}`, 'x', OTHER);
    await store.stage(RUN, '_dedup/summary.json', '');
    await store.stage(OTHER, '_dedup/summary.json', '');
    await writeObjects(bucket, { 'out/_temporary/0/task': 'of a Hadoop job' });
    const elsewhere = new S3Store(s3, `s3://${bucket}/out-of-others`);
    await elsewhere.openPart(RUN, PART, '').finish();
    for (const theirs of ['data.csv', `sub/${PART}`, 'part-00000-theirs']) await stage(theirs);
    const kept = [
      `out-of-others/${PART}`,
      'out/data.csv',
      `out/part-00000-${OTHER}`,
      'out/part-00000-theirs',
      `out/sub/${PART}`,
    ];
    await store.sweep([OTHER], held);
    expect(await uploadKeys()).toEqual(kept);
    expect(Object.keys(await objects(bucket)).sort()).toEqual([
      'out/_temporary/0/task',
      `out/_temporary/${OTHER}/_dedup/summary.json`,
    ]);
    await store.discard(OTHER);
    expect(await uploadKeys()).toEqual(kept.filter((key) => !key.includes(OTHER)));
  });
});
