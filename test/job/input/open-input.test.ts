import { execFileSync } from 'node:child_process';
import fs, {
  appendFileSync,
  mkdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { ByteSource } from '../../../job/codec/stream/byte-source';
import { openInput } from '../../../job/input/open-input';
import { PLAIN_READING } from '../../../job/options/spec';
import type { InputFile } from '../../../job/store/place';
import { temporaryFolder } from '../../support/folder';
import { Random } from '../../support/random';
import { systemError } from '../../support/system-error';
import { withCodec } from '../../support/with-codec';

afterEach(() => {
  jest.restoreAllMocks();
});

/** The file as the list of inputs would have it. */
function listed(name: string, content: Buffer | string): InputFile {
  const path = join(temporaryFolder(), name);
  writeFileSync(path, content);
  const { size, mtimeMs } = statSync(path);
  return withCodec({ path, sizeBytes: size, version: String(mtimeMs), own: false });
}

/** All that a source has, read so many bytes at a time. */
async function readAll(source: ByteSource, width = 64 * 1024): Promise<Buffer> {
  const pieces: Buffer[] = [];
  const target = Buffer.alloc(width);
  for (let got = await source.read(target); got > 0; got = await source.read(target)) {
    expect(got).toBeLessThanOrEqual(width);
    pieces.push(Buffer.from(target.subarray(0, got)));
  }
  return Buffer.concat(pieces);
}

function randomBytes(length: number): Buffer {
  const random = new Random(length);
  return Buffer.from(Array.from({ length }, () => random.int(0, 256)));
}

describe('a file', () => {
  test.each([
    [1, 0],
    [7, 0],
    [1000, 0],
    [7, 500],
    [7, 999],
    [7, 1000],
  ])('is read to its end, %i bytes at a time from %i on', async (width, start) => {
    const content = randomBytes(1000);
    const source = openInput(listed('a', content), start, content.length, PLAIN_READING);
    expect(await readAll(source, width)).toEqual(content.subarray(start));
    expect(source.storedBytes).toBe(1000 - start);
    source.close();
  });

  test('is not read beyond the size it was listed with', async () => {
    const file = listed('a', 'as listed');
    const source = openInput(file, 0, file.sizeBytes, PLAIN_READING);
    appendFileSync(file.path, ', and more');
    expect((await readAll(source)).toString()).toBe('as listed');
    expect(() => source.close()).toThrow(`'${file.path}' changed while it was read`);
  });

  test('that becomes shorter is an I/O error', async () => {
    const file = listed('a', randomBytes(1000));
    const source = openInput(file, 0, file.sizeBytes, PLAIN_READING);
    await source.read(Buffer.alloc(100));
    truncateSync(file.path, 100);
    expect(() => source.read(Buffer.alloc(100))).toThrow(
      expect.objectContaining({ exitCode: 74, message: expect.stringContaining('changed while it was read') }),
    );
    expect(() => source.close()).toThrow('changed while it was read');
  });

  const BECOME_OTHERS: readonly (readonly [what: string, replace: (path: string) => void])[] = [
    ['FIFO', (path) => execFileSync('mkfifo', [path])],
    ['folder', (path) => mkdirSync(path)],
  ];
  const OTHERS = BECOME_OTHERS.flatMap(([what, replace]) =>
    ['a', 'a.gz'].flatMap((name) =>
      ['', 'bytes'].flatMap((content) => [true, false].map((own) => ({ what, replace, name, content, own }))),
    ),
  );
  test.each(OTHERS)(
    "$name that has become a $what is not waited for: of '$content', of this kit $own",
    async ({ replace, name, content, own }) => {
      const file = { ...listed(name, content), own };
      rmSync(file.path);
      replace(file.path);
      // what a worker does: opening, reading or closing says it
      const readOnce = async () => {
        const source = openInput(file, 0, content.length, PLAIN_READING);
        try {
          await source.read(Buffer.alloc(10));
        } finally {
          source.close();
        }
      };
      await expect(readOnce()).rejects.toMatchObject({
        exitCode: 74,
        message: expect.stringContaining('changed while it was read'),
      });
    },
  );

  test('of which nothing is there to be read says as well that it is a file no more', () => {
    const file = listed('a', 'one');
    const { mtimeMs } = statSync(file.path);
    const source = openInput({ ...file, sizeBytes: 0 }, 0, 0, PLAIN_READING);
    jest.spyOn(fs, 'fstatSync').mockReturnValue({ size: 0, mtimeMs, isFile: () => false } as fs.Stats);
    expect(() => source.close()).toThrow('changed while it was read');
  });

  test('of this kit is no link, one of others may be', async () => {
    const file = listed('a', 'bytes');
    const link = `${file.path}-link`;
    symlinkSync(file.path, link);
    expect(await readAll(openInput({ ...file, path: link }, 0, 5, PLAIN_READING))).toEqual(Buffer.from('bytes'));
    expect(() => openInput({ ...file, path: link, own: true }, 0, 5, PLAIN_READING)).toThrow(
      `cannot read '${link}': too many symbolic links encountered`,
    );
  });

  test('that is written anew, in the same size, is an I/O error', () => {
    const file = listed('a', 'one');
    const source = openInput(file, 0, file.sizeBytes, PLAIN_READING);
    writeFileSync(file.path, 'two');
    utimesSync(file.path, new Date(), new Date(Number(file.version) + 10));
    expect(() => source.close()).toThrow(expect.objectContaining({ exitCode: 74 }));
  });

  test('of this kit that is gone may be one of an output that was replaced', () => {
    const file = { ...listed('a', 'one'), own: true };
    renameSync(file.path, `${file.path}.gone`);
    expect(() => openInput(file, 0, file.sizeBytes, PLAIN_READING)).toThrow(
      `'${file.path}' is gone, as if another run had replaced the output meanwhile; start again`,
    );
  });

  test('that is gone is an I/O error', () => {
    const file = listed('a', 'one');
    renameSync(file.path, `${file.path}.gone`);
    expect(() => openInput(file, 0, file.sizeBytes, PLAIN_READING)).toThrow(
      expect.objectContaining({ exitCode: 74, message: `cannot read '${file.path}': no such file or directory` }),
    );
  });

  test('that the device cannot read is an I/O error', () => {
    const file = listed('a', 'one');
    const source = openInput(file, 0, file.sizeBytes, PLAIN_READING);
    jest.spyOn(fs, 'readSync').mockImplementation(() => {
      throw systemError('EIO');
    });
    expect(() => source.read(Buffer.alloc(10))).toThrow(
      expect.objectContaining({ exitCode: 74, message: `cannot read '${file.path}': i/o error` }),
    );
    source.close();
  });

  test('is read on where the system gives less than was asked for', async () => {
    const content = randomBytes(1000);
    const source = openInput(listed('a', content), 0, content.length, PLAIN_READING);
    const { readSync } = fs;
    jest
      .spyOn(fs, 'readSync')
      .mockImplementation(((fd: number, target: Uint8Array, at: number, length: number, position: number) =>
        readSync(fd, target, at, Math.min(length, 3), position)) as typeof fs.readSync);
    expect(await readAll(source)).toEqual(content);
    source.close();
  });
});

describe('a gzip file', () => {
  const content = randomBytes(300_000);

  test.each([1 + 2 ** 10, 2 ** 16, 2 ** 20])('is unpacked, %i bytes at a time', async (width) => {
    const file = listed('a.gz', gzipSync(content));
    const source = openInput(file, 0, file.sizeBytes, PLAIN_READING);
    expect((await readAll(source, width)).equals(content)).toBe(true);
    expect(source.storedBytes).toBe(file.sizeBytes);
    source.close();
  });

  /** A member of just so many bytes: bytes that do not pack, and a name in the header that fills up. */
  function memberOf(bytes: number, unpacked: Buffer): Buffer {
    const member = gzipSync(unpacked, { level: 0 });
    const name = Buffer.alloc(bytes - member.length - 1, 'n');
    member[3] = 8;
    return Buffer.concat([member.subarray(0, 10), name, Buffer.alloc(1), member.subarray(10)]);
  }

  test.each([-2, -1, 0, 1, 2])('may have members that end near the end of a read (%i)', async (more) => {
    const unpacked = content.subarray(0, 60_000);
    const first = memberOf(64 * 1024 + more, unpacked);
    expect(first.length).toBe(64 * 1024 + more);
    const file = listed('a.gz', Buffer.concat([first, gzipSync(''), first, gzipSync('the end')]));
    const source = openInput(file, 0, file.sizeBytes, PLAIN_READING);
    expect((await readAll(source)).equals(Buffer.concat([unpacked, unpacked, Buffer.from('the end')]))).toBe(true);
    source.close();
  });

  test.each([
    ['cut short', gzipSync(content).subarray(0, -1)],
    ['cut behind a member, in the next', Buffer.concat([gzipSync(content), gzipSync(content).subarray(0, 100)])],
    ['with something else behind it', Buffer.concat([gzipSync(content), Buffer.from('heat^ann^1^1\n')])],
    ['with zeros and more behind it', Buffer.concat([gzipSync(content), Buffer.alloc(512), gzipSync(content)])],
    ['with a wrong checksum', damaged(gzipSync(content), -6)],
    ['with wrong data', damaged(gzipSync(content), 1000)],
  ])('is bad data: %s', async (_, bytes) => {
    const file = listed('a.gz', bytes);
    const source = openInput(file, 0, file.sizeBytes, PLAIN_READING);
    await expect(readAll(source)).rejects.toMatchObject({
      exitCode: 65,
      message: expect.stringMatching(/^cannot unpack '.*': .+ near byte \d+; it is damaged or cut off: /),
    });
    source.close();
  });

  function damaged(bytes: Buffer, at: number): Buffer {
    const place = at < 0 ? bytes.length + at : at;
    bytes[place] = (bytes[place] as number) ^ 0x55;
    return bytes;
  }

  test('may be filled up with zeros', async () => {
    const source = openInput(
      listed('a.gz', Buffer.concat([gzipSync(content), Buffer.alloc(200_000)])),
      0,
      content.length,
      PLAIN_READING,
    );
    expect((await readAll(source)).equals(content)).toBe(true);
    source.close();
  });

  test('that was replaced since it was listed is an I/O error, whatever its bytes unpack to', async () => {
    const file = listed('a.gz', gzipSync('one'));
    writeFileSync(`${file.path}.new`, gzipSync('another one'));
    renameSync(`${file.path}.new`, file.path);
    const source = openInput(file, 0, file.sizeBytes, PLAIN_READING);
    await readAll(source).catch(() => undefined);
    expect(() => source.close()).toThrow(
      expect.objectContaining({ exitCode: 74, message: expect.stringContaining('changed while it was read') }),
    );
  });

  test('that the device cannot read is an I/O error', async () => {
    const file = listed('a.gz', gzipSync('one'));
    const source = openInput(file, 0, file.sizeBytes, PLAIN_READING);
    jest.spyOn(fs, 'readSync').mockImplementation(() => {
      throw systemError('EIO');
    });
    await expect(readAll(source)).rejects.toMatchObject({
      exitCode: 74,
      message: `cannot read '${file.path}': i/o error`,
    });
    source.close();
  });

  test('that is gone is an I/O error', () => {
    const file = listed('a.gz', gzipSync('one'));
    renameSync(file.path, `${file.path}.gone`);
    expect(() => openInput(file, 0, file.sizeBytes, PLAIN_READING)).toThrow(
      expect.objectContaining({ exitCode: 74, message: `cannot read '${file.path}': no such file or directory` }),
    );
  });

  test('may be closed before its end', async () => {
    const source = openInput(listed('a.gz', gzipSync(content)), 0, content.length, PLAIN_READING);
    await source.read(Buffer.alloc(10));
    source.close();
  });
});
