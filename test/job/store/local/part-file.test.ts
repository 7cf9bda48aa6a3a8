/** A staged part in a folder: how it is written, and how errors of the disk are reported. */

import fs, { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openLocalFolder } from '../../../../job/store/local/store';
import type { OutputStore } from '../../../../job/store/store';
import { temporaryFolder } from '../../../support/folder';
import { systemError } from '../../../support/system-error';

const RUN = '20260101t000000z-aaaaaa';

let out: string;
let store: OutputStore;
beforeEach(() => {
  out = temporaryFolder();
  store = openLocalFolder(out);
});
afterEach(() => jest.restoreAllMocks());

it('a part is written completely from shared memory, however few bytes the system accepts at once', async () => {
  const shared = new Uint8Array(new SharedArrayBuffer(1000)).map((_, index) => index);
  const real = fs.writeSync as (...args: unknown[]) => number;
  const little = (fd: number, bytes: Uint8Array, from: number, length: number) =>
    real(fd, bytes, from, Math.min(length, 7));
  jest.spyOn(fs, 'writeSync').mockImplementation(little as never);
  const part = store.openPart(RUN, 'part-0', '');
  await part.write(shared.subarray(1));
  await part.write(shared.subarray(0, 0));
  expect((await part.finish()).sizeBytes).toBe(999);
  expect(readFileSync(join(out, `_temporary/${RUN}/part-0`))).toEqual(Buffer.from(shared.slice(1)));
});

it('a part that cannot be written fails with the reason', async () => {
  const part = store.openPart(RUN, 'part-0', '');
  const spy = jest.spyOn(fs, 'writeSync').mockImplementation(() => {
    throw systemError('ENOSPC');
  });
  const message = `cannot write ${out}/_temporary/${RUN}/part-0: no space left on device`;
  expect(() => part.write(Buffer.from('x'))).toThrow(expect.objectContaining({ exitCode: 74, message }));
  spy.mockRestore();
  expect(() => part.write(Buffer.from('y'))).toThrow(message);
  await expect(part.finish()).rejects.toMatchObject({ exitCode: 74, message });
});

describe('a part is synced to the disk while more is written', () => {
  const synced: string[] = [];
  const bytes = Buffer.alloc(1024 * 1024);
  const lost = () => `cannot write ${out}/_temporary/${RUN}/part-0: i/o error`;
  beforeEach(() => {
    synced.length = 0;
    const answer = (name: string, error: Error | null) => (_fd: number, done: (error: Error | null) => void) => {
      synced.push(name);
      setImmediate(done, error);
    };
    jest.spyOn(fs, 'fdatasync').mockImplementation(answer('early', systemError('EIO')) as never);
    jest.spyOn(fs, 'fsync').mockImplementation(answer('last', null) as never);
  });

  it('and a failed sync is reported, although a later sync succeeds', async () => {
    const part = store.openPart(RUN, 'part-0', '');
    for (let written = 0; written < 10; written++) await part.write(bytes);
    expect(synced).toEqual(['early']);
    await expect(part.finish()).rejects.toMatchObject({ exitCode: 74, message: lost() });
  });

  it('and no more bytes are written after a failed sync', async () => {
    const part = store.openPart(RUN, 'part-0', '');
    const writeAll = async () => {
      for (let written = 0; written < 40; written++) await part.write(bytes);
    };
    await expect(writeAll()).rejects.toMatchObject({ exitCode: 74, message: lost() });
    await expect(part.finish()).rejects.toMatchObject({ exitCode: 74, message: lost() });
    expect(synced).toEqual(['early']);
  });
});

it('a part cannot be opened twice', () => {
  store.openPart(RUN, 'part-0', '');
  const message = `cannot create ${out}/_temporary/${RUN}/part-0: file already exists`;
  expect(() => store.openPart(RUN, 'part-0', '')).toThrow(expect.objectContaining({ exitCode: 73, message }));
});
