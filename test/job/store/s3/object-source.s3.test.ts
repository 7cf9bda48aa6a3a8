import { deflateSync, gzipSync } from 'node:zlib';
import type { ByteSource } from '../../../../job/codec/stream/byte-source';
import { packBy } from '../../../../job/codec/zstd';
import { listInputs } from '../../../../job/input/list';
import { openInput } from '../../../../job/input/open-input';
import { PLAIN_READING } from '../../../../job/options/spec';
import type { InputFile } from '../../../../job/store/place';
import { connect, theS3 } from '../../../../job/store/s3/client';
import { ObjectSource } from '../../../../job/store/s3/object-source';
import { LIMITS } from '../../../../job/store/s3/retry';
import { S3Store } from '../../../../job/store/s3/store';
import { bzip2Of } from '../../../support/packing-tools';
import { Random } from '../../../support/random';
import { type S3Faults, startS3Faults } from '../../../support/s3-faults';
import { newBucket, onS3, writeObjects } from '../../../support/s3-tests';

const MiB = 1024 ** 2;
const NOISE = new Random(7).bytes(MiB, [97, 98, 99, 10]);
/** Content in which no two ranges are equal. */
const CONTENT = Buffer.concat(
  Array.from({ length: 33 }, (_, i) => Buffer.from(NOISE).fill(`piece ${i}`, 0, 50_000 + i)),
);
const PATIENT = { ...LIMITS, firstBackoffMs: 1, maxBackoffMs: 1 };
/** Short time limits for answers that never come. A busy machine may occasionally be that slow without a fault. */
const QUICK = { ...PATIENT, idleMs: 500, stallMs: 300, attempts: 50 };
const SOON_GIVEN_UP = { ...QUICK, attempts: 6 };

onS3('an object', () => {
  let faults: S3Faults;
  beforeEach(async () => {
    faults = await startS3Faults(process.env.AWS_ENDPOINT_URL as string);
  });
  afterEach(() => faults.stop());

  async function listed(content: Buffer, name = 'a'): Promise<InputFile> {
    const bucket = await newBucket({ [name]: content });
    return (await listInputs([`s3://${bucket}/${name}`], 'fail')).files.at(0);
  }

  /** The object with CONTENT, which is uploaded once, because no test changes it. */
  let uploaded: InputFile | undefined;
  async function listedContent(): Promise<InputFile> {
    uploaded ??= await listed(CONTENT);
    return uploaded;
  }

  function open(file: InputFile, start: number, end: number, limits = PATIENT): ObjectSource {
    return new ObjectSource(connect(limits, { ...process.env, AWS_ENDPOINT_URL: faults.endpoint }), file, start, end);
  }

  async function readAll(source: ByteSource, width = 512 * 1024): Promise<Buffer> {
    const pieces: Buffer[] = [];
    const target = Buffer.alloc(width);
    for (let got = await source.read(target); got > 0; got = await source.read(target)) {
      pieces.push(Buffer.from(target.subarray(0, got)));
    }
    return Buffer.concat(pieces);
  }

  it('is read completely, with at most four requests at a time', async () => {
    const file = await listedContent();
    faults.latencyMs = 20;
    const source = open(file, 0, file.sizeBytes);
    expect((await readAll(source)).equals(CONTENT)).toBe(true);
    source.close();
    expect(source.storedBytes).toBe(CONTENT.length);
    expect(faults.seen).toHaveLength(5);
    expect(faults.most.ever).toBe(4);
    for (const { headers } of faults.seen) expect(headers['if-match']).toBe(file.version);
  });

  it.each([0, 1, 9 * MiB - 1])('is read from byte %i to the end of the range and no further', async (start) => {
    const file = await listedContent();
    const source = open(file, start, 10 * MiB);
    const target = Buffer.alloc(10 * MiB - start);
    for (let filled = 0; filled < target.length; ) filled += await source.read(target.subarray(filled));
    expect(target.equals(CONTENT.subarray(start, 10 * MiB))).toBe(true);
    const lastByte = Math.max(...faults.seen.map(({ headers }) => Number(/-(\d+)$/.exec(String(headers.range))?.[1])));
    expect(lastByte).toBeLessThan(10 * MiB + 16 * 1024);
    expect((await readAll(source)).equals(CONTENT.subarray(10 * MiB))).toBe(true);
    source.close();
  });

  it.each(['break-body', 'short-body', 'stall-body', 'slow-down', 'reset', 'lose-answer'] as const)(
    'is read on from the byte at which an answer ended: %s',
    async (fault) => {
      const file = await listedContent();
      const struck = new Set<string>();
      faults.judge = ({ headers }) => {
        const last = String(/-(\d+)$/.exec(String(headers.range))?.[1]);
        if (struck.has(last)) return undefined;
        struck.add(last);
        return fault;
      };
      const source = open(file, 0, file.sizeBytes, fault === 'stall-body' ? QUICK : PATIENT);
      expect((await readAll(source)).equals(CONTENT)).toBe(true);
      source.close();
      expect(struck.size).toBe(5);
      expect(faults.seen.length).toBeGreaterThanOrEqual(10);
      if (fault.endsWith('-body') && fault !== 'stall-body') {
        const starts = new Set(faults.seen.map(({ headers }) => headers.range?.toString().split('-')[0]));
        expect(starts.size).toBeGreaterThanOrEqual(10);
      }
    },
  );

  it.each([
    ['break-body', 'cannot read .*: .+'],
    ['short-body', 'cannot read .*: the answer ended too soon'],
    ['stall-body', 'cannot read .*: no byte for 300 ms'],
    ['slow-down', 'cannot read .*: SlowDown: Please reduce your request rate\\.'],
    ['silence', 'cannot read .*: .*(timed out|timeout|idle)'],
  ] as const)('leads to a failure when every attempt fails: %s', async (fault, message) => {
    const file = await listed(Buffer.from('x'));
    faults.judge = () => fault;
    const source = open(file, 0, file.sizeBytes, SOON_GIVEN_UP);
    await expect(readAll(source)).rejects.toMatchObject({ exitCode: 74, message: expect.stringMatching(message) });
    source.close();
    expect(faults.seen).toHaveLength(6);
  });

  it('that is read completely is compared with its checksum, even if an answer broke off', async () => {
    const file = await listed(NOISE);
    faults.judge = ({ number }) => (number === 0 ? 'flip-bit' : number === 1 ? 'break-body' : undefined);
    const source = open(file, 0, file.sizeBytes);
    expect((await readAll(source)).equals(NOISE)).toBe(true);
    source.close();
    expect(faults.seen.map(({ headers }) => headers.range)).toEqual([
      undefined,
      undefined,
      `bytes=${MiB / 2}-${MiB - 1}`,
    ]);
  });

  it('that differs from its checksum leads to a failure after three attempts', async () => {
    const file = await listed(NOISE);
    faults.judge = () => 'flip-bit';
    const source = open(file, 0, file.sizeBytes);
    await expect(readAll(source)).rejects.toMatchObject({
      exitCode: 74,
      message:
        `cannot read ${file.path}: its bytes are not those of its checksum (CRC32), 3 times in a row: they are damaged in S3 ` +
        'or on the network; upload the object again, or use https',
    });
    source.close();
    expect(faults.seen).toHaveLength(3);
  });

  it('is not accepted when the answer has another range than the request', async () => {
    const file = await listedContent();
    faults.judge = () => 'forget-range';
    const message = (start: number) => {
      const source = open(file, start, 10 * MiB);
      return readAll(source)
        .then(String, (error: Error) => error.message)
        .finally(() => source.close());
    };
    const bytes = 5 * MiB + 8 * 1024;
    expect(await message(5)).toBe(`cannot read ${file.path}: the answer begins at byte 0 where 5 was asked for`);
    expect(await message(0)).toBe(
      `cannot read ${file.path}: the answer has more than the ${bytes} bytes that were asked for`,
    );
  });

  it('leads to a failure that says so when the connection is idle for too long', async () => {
    const file = await listed(Buffer.from('x'));
    faults.judge = () => 'stall-body';
    const source = open(file, 0, file.sizeBytes, { ...QUICK, idleMs: 100, stallMs: 10_000, attempts: 2 });
    await expect(readAll(source)).rejects.toMatchObject({
      exitCode: 74,
      message: expect.stringMatching(/^cannot read/),
    });
    source.close();
  });

  it('that was replaced or removed leads to an error', async () => {
    const file = await listed(CONTENT);
    const source = open(file, 0, file.sizeBytes);
    await source.read(Buffer.alloc(1));
    const [, , bucket = '', key = ''] = file.path.split('/');
    await writeObjects(bucket, { [key]: CONTENT.subarray(1) });
    await expect(readAll(source)).rejects.toMatchObject({
      exitCode: 74,
      message: `'${file.path}' changed while it was read; run again once nothing writes to it (ETag ${file.version} expected)`,
    });
    source.close();
  });

  it('may be closed before its end, which ends the requests', async () => {
    const file = await listedContent();
    faults.judge = () => 'stall-body';
    const source = open(file, 0, file.sizeBytes);
    const reading = source.read(Buffer.alloc(1));
    source.close();
    await expect(reading).rejects.toThrow();
  });

  it('may be gzip of several members, padded with zeros', async () => {
    const packed = Buffer.concat([gzipSync(CONTENT, { level: 0 }), gzipSync('the end'), Buffer.alloc(100_000)]);
    const file = await listed(packed, 'a.gz');
    const source = openInput(file, 0, file.sizeBytes, PLAIN_READING);
    expect((await readAll(source)).equals(Buffer.concat([CONTENT, Buffer.from('the end')]))).toBe(true);
    source.close();
  });

  it.each([
    ['a.zst', (bytes: Buffer) => Buffer.from(packBy(null, bytes))],
    ['a.bz2', bzip2Of],
    ['a.deflate', deflateSync],
  ] as [name: string, pack: (bytes: Buffer) => Buffer][])(
    'may be packed in several pieces as %s',
    async (name, pack) => {
      const pieces = [CONTENT.subarray(0, 3 * MiB), Buffer.from('the end')];
      const file = await listed(Buffer.concat(pieces.map((piece) => pack(piece))), name);
      const source = openInput(file, 0, file.sizeBytes, PLAIN_READING);
      expect((await readAll(source)).equals(Buffer.concat(pieces))).toBe(true);
      source.close();
    },
  );

  it.each([
    ['cut short', gzipSync(CONTENT.subarray(0, 1e6)).subarray(0, -9)],
    ['with more behind zeros', Buffer.concat([gzipSync('a'), Buffer.alloc(512), gzipSync('b')])],
  ])('that is damaged gzip counts as bad data: %s', async (_, content) => {
    const file = await listed(content, 'a.gz');
    const source = openInput(file, 0, file.sizeBytes, PLAIN_READING);
    await expect(readAll(source)).rejects.toMatchObject({
      exitCode: 65,
      message: expect.stringMatching(/^cannot unpack 's3:.*': .+ near byte \d+; it is damaged or cut off: /),
    });
    source.close();
  });
});

onS3('a listing of S3', () => {
  it('of more than 1000 objects is read page by page in byte order, without hidden objects and folder markers, and can be removed at once', async () => {
    const names = Array.from({ length: 1001 }, (_, i) => `in/${i % 7}/${i}`);
    const others = ['in/', 'in/_hidden/a', 'in/.b', 'in/1/_c', 'in/2/', 'in/sub_$folder$', 'in-2/a', 'input', 'ab'];
    const odd = ['in/x//y', 'in/ü é', 'in/𝒳', 'in/\uffee', 'in/a b&c+d%20'];
    const content = (name: string) => (/\/$|_\$folder\$$/.test(name) ? '' : 'x');
    const bucket = await newBucket(
      Object.fromEntries([...names, ...others, ...odd].map((name) => [name, content(name)])),
    );
    const { files, roots } = await listInputs([`s3://${bucket}/in`], 'fail');
    const expected = [...names, ...odd].map((name) => Buffer.from(`s3://${bucket}/${name}`)).sort(Buffer.compare);
    expect(Array.from(files, ({ path }) => path)).toEqual(expected.map(String));
    expect(files.at(0)).toEqual({
      path: expect.any(String),
      sizeBytes: 1,
      version: expect.stringMatching(/^".+"$/),
      own: false,
      codec: 'none',
    });
    expect(roots).toEqual([`s3://${bucket}/in`]);
    const twice = await listInputs([`s3://${bucket}/in`, `s3://${bucket}/in/`, `s3://${bucket}/in/1/1`], 'fail');
    expect(twice.files.length).toBe(files.length);
    for (const name of odd) {
      const file = [...files].find(({ path }) => path.endsWith(name)) as InputFile;
      const source = openInput(file, 0, 1, PLAIN_READING);
      expect(await source.read(Buffer.alloc(9))).toBe(1);
      source.close();
    }
    await expectRemovedAtOnce(bucket, names);
  });

  /** Removes objects as files of a store: this is tried here because a thousand objects take long to make. */
  async function expectRemovedAtOnce(bucket: string, keys: readonly string[]): Promise<void> {
    const store = new S3Store(theS3(), `s3://${bucket}/in`);
    const names = keys.map((key) => key.slice('in/'.length));
    const before = await store.list('');
    expect(before.map(({ name }) => name)).toEqual(expect.arrayContaining(names));
    await store.retire('20260101t000000z-aaaaaa', names);
    const after = await store.list('');
    expect(after).toHaveLength(before.length - names.length);
    expect(after.filter(({ name }) => names.includes(name))).toEqual([]);
  }

  it('without any object leads to an error, or to an empty list if that is allowed', async () => {
    const bucket = await newBucket({ 'in-2/a': 'x' });
    const root = `s3://${bucket}/in`;
    await expect(listInputs([root], 'fail')).rejects.toMatchObject({
      exitCode: 66,
      message: `no such input: '${root}'`,
    });
    expect((await listInputs([root], 'ok')).files.length).toBe(0);
  });
});
