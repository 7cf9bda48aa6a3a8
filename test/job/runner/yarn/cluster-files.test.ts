import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ClusterFiles } from '../../../../job/runner/yarn/cluster-files';
import { DISK, type DirectFiles } from '../../../../job/runner/yarn/direct-files';
import { temporaryFolder } from '../../../support/folder';

/** The signal of a run that is never aborted. */
const GOES_ON = new AbortController().signal;

/** Files with this direct way, and the calls of `hadoop fs`, which succeed. */
function filesBy(direct: DirectFiles | null) {
  const calls: string[] = [];
  const hadoop = {
    put: async (from: string, to: string) => void calls.push(`put ${from} ${to}`),
    read: async (pattern: string) => {
      calls.push(`read ${pattern}`);
      return Buffer.from('by hadoop');
    },
    remove: async (pattern: string) => {
      calls.push(`remove ${pattern}`);
      return true;
    },
  };
  return { files: new ClusterFiles(direct, hadoop), calls };
}

const refuse = async () => {
  throw new Error('refused');
};
const REFUSING: DirectFiles = { list: refuse, read: refuse, copy: refuse, remove: refuse };

it('without a direct way every call is one of hadoop fs', async () => {
  const { files, calls } = filesBy(null);
  await files.put('/a', '/b', GOES_ON);
  expect(String(await files.read('/b/part-*', GOES_ON))).toBe('by hadoop');
  expect(await files.remove('/b')).toBe(true);
  expect(calls).toEqual(['put /a /b', 'read /b/part-*', 'remove /b']);
});

it('files of this machine are copied, read and removed without hadoop fs', async () => {
  const folder = temporaryFolder({ 'from/manifest': 'one\n', 'other/kept': '' });
  const { files, calls } = filesBy(DISK);
  const work = join(folder, 'tmp/dedup-1-x-2');
  await files.put(join(folder, 'from'), work, GOES_ON);
  expect(readFileSync(join(work, 'manifest'), 'utf8')).toBe('one\n');
  expect(String(await files.read(`${work}/man*`, GOES_ON))).toBe('one\n');
  expect(await files.remove(join(folder, 'tmp/dedup-*-x-*'))).toBe(true);
  expect(await files.remove(join(folder, 'tmp/dedup-1-x-2'))).toBe(true);
  expect(await files.remove(join(folder, 'nowhere/dedup-*'))).toBe(true);
  expect(readdirSync(join(folder, 'tmp'))).toEqual([]);
  expect(calls).toEqual([]);
});

it('a copy may be read by others if the mask of this process lets them, whoever may read the original', async () => {
  const folder = temporaryFolder({ 'from/manifest': '' });
  const file = join(folder, 'from/manifest');
  const { mode } = statSync(file);
  const { files } = filesBy(DISK);
  await import('node:fs/promises').then(({ chmod }) => chmod(file, 0o600));
  await files.put(join(folder, 'from'), join(folder, 'to'), GOES_ON);
  expect(statSync(join(folder, 'to/manifest')).mode).toBe(mode);
});

it('only the files that match are read, in the order of their names, whatever characters their names have', async () => {
  const names = ['part-2', 'part-1', '.part-1.crc', 'part', 'xpart-3'];
  const folder = temporaryFolder(Object.fromEntries(names.map((name) => [`a.b/${name}`, `${name}\n`])));
  const { files } = filesBy(DISK);
  expect(String(await files.read(`${folder}/a.b/part-*`, GOES_ON))).toBe('part-1\npart-2\n');
});

it('more files than are read at a time stay in order', async () => {
  const numbers = Array.from({ length: 30 }, (_, i) => String(i).padStart(5, '0'));
  const folder = temporaryFolder(Object.fromEntries(numbers.map((number) => [`part-${number}`, `${number}\n`])));
  const { files } = filesBy(DISK);
  expect(String(await files.read(`${folder}/part-*`, GOES_ON))).toBe(`${numbers.join('\n')}\n`);
});

it('hadoop fs repeats a direct call that failed, and makes all calls behind it', async () => {
  const folder = temporaryFolder({ 'from/manifest': '' });
  const { files, calls } = filesBy(REFUSING);
  await files.put(join(folder, 'from'), '/b', GOES_ON);
  expect(String(await files.read('/b/part-*', GOES_ON))).toBe('by hadoop');
  expect(await files.remove('/b')).toBe(true);
  // a broken copy is removed first
  expect(calls).toEqual(['remove /b', `put ${folder}/from /b`, 'read /b/part-*', 'remove /b']);
});

it('hadoop fs says why there is nothing to read', async () => {
  const { files, calls } = filesBy(DISK);
  await files.read(`${temporaryFolder()}/part-*`, GOES_ON);
  expect(calls).toHaveLength(1);
});

it('a run that has been ended begins no call of hadoop fs', async () => {
  const { files, calls } = filesBy(REFUSING);
  const ended = AbortSignal.abort(new Error('interrupted'));
  await expect(files.read('/b/part-*', ended)).rejects.toThrow('interrupted');
  expect(calls).toEqual([]);
});
