import { existsSync, readdirSync, readFileSync, readlinkSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileSystem, SmallFile } from '../../../../job/store/local/file-system';
import { openLocalFolder } from '../../../../job/store/local/store';
import { systemError } from '../../../support/system-error';
import { home, OTHER, out, RUN, stage, store, write } from './folder-output';

describe('a system that refuses operations', () => {
  it.each([
    ['list', 'entries', 'EACCES', 74, `cannot list OUT: permission denied`],
    ['read', 'open', 'EIO', 74, `cannot read OUT/x: i/o error`],
    ['put', 'rename', 'ENOSPC', 74, `cannot write OUT/x: no space left on device`],
    ['put', 'mkdir', 'EROFS', 73, `cannot create OUT/_dedup: read-only file system`],
    ['put', 'mkdir', 'ENOSPC', 74, `cannot create OUT/_dedup: no space left on device`],
    ['withdraw', 'rename', 'EPERM', 74, `cannot remove OUT/x: operation not permitted`],
    ['discard', 'unlink', 'EBUSY', 74, `cannot remove OUT/_temporary/${RUN}/part-0: resource busy or locked`],
    ['discard', 'rmdir', 'EBUSY', 74, `cannot remove OUT/_temporary/${RUN}: resource busy or locked`],
  ] as const)('leads to a failure of %s (%s: %s)', async (action, operation, code, exitCode, message) => {
    write('_temporary/0/task', 'of a Hadoop job');
    if (action === 'discard' || action === 'withdraw') await stage('part-0');
    const before = await store.list('');
    const cause = systemError(code);
    jest.spyOn(fileSystem, operation as 'unlink').mockRejectedValue(cause);
    const work = {
      list: () => store.list(''),
      read: () => store.read('x'),
      put: () => store.put('x', ''),
      withdraw: () => store.withdraw(RUN, { name: 'x', version: '' }),
      discard: () => store.discard(RUN),
    }[action];
    await expect(work()).rejects.toMatchObject({ exitCode, message: message.replace('OUT', out), cause });
    jest.restoreAllMocks();
    const left = action === 'discard' && operation === 'rmdir' ? before.slice(0, 1) : before;
    expect(await store.list('')).toEqual(left);
  });

  it('leads to a failure to take the lease on a read-only file system', async () => {
    write('_dedup/summary.json', '{}');
    jest.spyOn(fileSystem, 'open').mockRejectedValue(systemError('EROFS'));
    jest.spyOn(fileSystem, 'unlink').mockRejectedValue(systemError('EROFS'));
    await expect(store.takeLease({ run: RUN })).rejects.toMatchObject({
      exitCode: 73,
      message: `cannot create ${out}/_dedup/lease.json: read-only file system`,
    });
  });

  it('is not asked for ever to make a folder whose path leads through one that does not exist', async () => {
    const roundabout = openLocalFolder(`${home}/new/../y/./z//`);
    const lease = await roundabout.takeLease({ run: RUN });
    expect(existsSync(join(home, 'y/z/_dedup/lease.json'))).toBe(true);
    await lease.release();
    expect(readdirSync(home)).toEqual([]);
  });

  it('leads to a failure for an output that is a file', async () => {
    writeFileSync(out, '');
    const message = `${out} is not a folder: give the output another name`;
    await expect(store.list('')).rejects.toMatchObject({ exitCode: 73, message });
    await expect(store.takeLease({ run: RUN })).rejects.toMatchObject({ exitCode: 73, message });
    expect(readFileSync(out, 'utf8')).toBe('');
    const published = openLocalFolder(out, 66);
    await expect(published.list('')).rejects.toMatchObject({
      exitCode: 66,
      message: `${out} is not a folder: give the output folder of a run`,
    });
  });

  it('leads to a failure for an output below a file', async () => {
    writeFileSync(join(home, 'file'), '');
    await expect(openLocalFolder(join(home, 'file/out')).takeLease({ run: RUN })).rejects.toMatchObject({
      exitCode: 73,
      message: `cannot create ${home}/file/out: not a directory`,
    });
  });

  it('leads to a failure for an output that is a dangling link', async () => {
    symlinkSync(join(home, 'nowhere'), out);
    await expect(store.takeLease({ run: RUN })).rejects.toMatchObject({
      exitCode: 73,
      message: `${out} is not a folder: give the output another name`,
    });
  });

  it('leads to a failure for an output whose name is too long', async () => {
    const long = join(home, 'a', 'x'.repeat(256));
    await expect(openLocalFolder(long).takeLease({ run: RUN })).rejects.toMatchObject({
      exitCode: 73,
      message: `cannot create ${long}: name too long`,
    });
    expect(readdirSync(home)).toEqual([]);
  });

  // /proc is a folder in which no folder can be made
  (existsSync('/proc/self') ? it : it.skip)(
    'leads to a failure for an output in a folder that accepts no folders',
    async () => {
      await expect(openLocalFolder('/proc/dedup/out').takeLease({ run: RUN })).rejects.toMatchObject({
        exitCode: 73,
        message: 'cannot create /proc/dedup/out: no such file or directory',
      });
    },
  );

  it('leaves no file or folder behind when it refuses to write a lease', async () => {
    jest.spyOn(fileSystem, 'link').mockRejectedValue(systemError('ENOSPC'));
    await expect(openLocalFolder(join(home, 'a/out')).takeLease({ run: RUN })).rejects.toMatchObject({
      exitCode: 74,
      message: `cannot create ${home}/a/out/_dedup/lease.json: no space left on device`,
    });
    expect(readdirSync(home)).toEqual([]);
  });

  // the test identifies folders by their descriptors
  (existsSync('/proc/self/fd') ? it : it.skip)(
    'may lose power: a staged file is synced together with every folder above it',
    async () => {
      const synced: string[] = [];
      const { sync } = SmallFile.prototype;
      jest.spyOn(SmallFile.prototype, 'sync').mockImplementation(async function (this: SmallFile) {
        synced.push(readlinkSync(`/proc/self/fd/${this.fd}`));
        await sync.call(this);
      });
      const part = store.openPart(RUN, '_rejected/part-00000', '');
      await part.write(Buffer.from('x'));
      await part.finish();
      await store.persist(RUN);
      const staged = join(out, '_temporary', RUN);
      expect(synced).toEqual([join(staged, '_rejected'), staged, join(out, '_temporary'), out]);
    },
  );

  it('may not support hard links: the lease is taken without them', async () => {
    jest.spyOn(fileSystem, 'link').mockRejectedValue(systemError('EPERM'));
    const lease = await store.takeLease({ run: RUN });
    await lease.check();
    await expect(openLocalFolder(out).takeLease({ run: OTHER })).rejects.toThrow(`${out} is in use by run ${RUN} `);
    await lease.release();
    expect(readdirSync(home)).toEqual([]);
  });
});
