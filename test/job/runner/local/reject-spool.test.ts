import fs from 'node:fs';
import { join } from 'node:path';
import { RejectSpool } from '../../../../job/runner/local/reject-spool';
import type { PartSink } from '../../../../job/store/store';
import { temporaryFolder } from '../../../support/folder';

/** Collects the bytes of each reject file in memory. */
function sinks() {
  const files = new Map<number, Buffer[]>();
  const open = (split: number): PartSink => {
    const chunks: Buffer[] = [];
    files.set(split, chunks);
    return {
      write: (bytes) => void chunks.push(Buffer.from(bytes)),
      finish: async () => ({ name: `of-${split}`, sizeBytes: Buffer.concat(chunks).length, attempt: '' }),
    };
  };
  const text = (split: number) => Buffer.concat(files.get(split) ?? []).toString();
  return { open, text, splits: () => [...files.keys()] };
}

const lineOf = (split: number, i: number, width: number) => `${split}/${i} ${'x'.repeat(width)}\n`;

// the first case stays in memory; the others go through a temporary file, in the last case from the first line on
test.each([
  [3, 10],
  [700, 1000],
  [2, 3_000_000],
])('writes the rejects of each split to a file of its own: %i lines of %i bytes each', async (count, width) => {
  const folder = temporaryFolder({});
  const spool = new RejectSpool({ path: folder, remedy: 'take another' });
  const lines = (split: number) => Array.from({ length: count }, (_, i) => lineOf(split, i, width));
  const splits = [2, 7, 9];
  for (const split of splits) for (const line of lines(split)) spool.add(split, Buffer.from(line));
  expect(spool.splitsWithRejects).toEqual(splits);
  const { open, text, splits: opened } = sinks();
  const written = await spool.writeFiles(open);
  expect(opened()).toEqual(splits);
  for (const split of splits) expect(text(split) === lines(split).join('')).toBe(true);
  expect(written.map(({ part }) => part.lines)).toEqual([count, count, count]);
  // the temporary file is unlinked as soon as it is opened
  expect(fs.readdirSync(folder)).toEqual([]);
});

test('writes no file when no line was rejected', async () => {
  const spool = new RejectSpool({ path: join(temporaryFolder({}), 'never-made'), remedy: '' });
  const { open, splits } = sinks();
  expect(await spool.writeFiles(open)).toEqual([]);
  expect(spool.splitsWithRejects).toEqual([]);
  expect(splits()).toEqual([]);
});

test('names the folder in which a temporary file cannot be made', () => {
  const path = join(temporaryFolder({}), 'missing');
  const spool = new RejectSpool({ path, remedy: 'name another folder with --temp' });
  expect(() => spool.add(0, Buffer.alloc(2_000_000))).toThrow(
    expect.objectContaining({
      exitCode: 74,
      message: `cannot use a temporary file in '${path}': no such file or directory; name another folder with --temp`,
    }),
  );
});
