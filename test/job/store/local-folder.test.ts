import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import promises from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { openLocalFolder } from '../../../job/store/local-folder';
import type { OutputStore } from '../../../job/store/store';
import { systemError } from '../../support/system-error';

const RUN = '20260101t000000z-aaaaaa';
const OTHER = '20260202t000000z-bbbbbb';

let home: string;
let out: string;
let store: OutputStore;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'local-folder-'));
  out = join(home, 'out');
  store = openLocalFolder(out);
});
afterEach(() => {
  jest.restoreAllMocks();
  rmSync(home, { recursive: true });
});

function write(name: string, text: string): void {
  mkdirSync(dirname(join(out, name)), { recursive: true });
  writeFileSync(join(out, name), text);
}

function text(name: string): string {
  return readFileSync(join(out, name), 'latin1');
}

async function stage(name: string, content = name) {
  const part = store.openPart(RUN, name, '');
  await part.write(Buffer.from(content));
  return part.finish();
}

describe('a part', () => {
  it('is written by several attempts, of which one is committed and none stays', async () => {
    const attempts = await Promise.all(
      ['a_0', 'a_1'].map((attempt) => {
        const part = store.openPart(RUN, 'part-0', attempt);
        void part.write(Buffer.from(attempt));
        return part.finish();
      }),
    );
    await store.commit(RUN, attempts.slice(1));
    await store.discard(RUN);
    expect((await store.list('')).map((file) => file.name)).toEqual(['part-0']);
    expect(text('part-0')).toBe('a_1');
  });

  it('is staged, committed and visible', async () => {
    const part = await stage('part-0', 'bytes');
    expect(part).toEqual({ name: 'part-0', sizeBytes: 5, attempt: '' });
    expect(text(`_temporary/${RUN}/part-0`)).toBe('bytes');
    expect(await store.locate(RUN, part)).toBe('staged');
    await store.commit(RUN, [part]);
    expect(text('part-0')).toBe('bytes');
    expect(await store.locate(RUN, part)).toBe('visible');
    await store.commit(RUN, [part]);
    await store.discard(RUN);
    expect(readdirSync(out)).toEqual(['part-0']);
  });

  it('may lie in a folder, which is made for it and goes with it', async () => {
    const part = await stage('_rejected/part-0');
    await store.commit(RUN, [part]);
    expect(text('_rejected/part-0')).toBe('_rejected/part-0');
    await store.discard(RUN);
    await store.remove(['_rejected/part-0', '_rejected/never-there']);
    expect(readdirSync(out)).toEqual([]);
  });

  it('of another size than it should have is gone', async () => {
    const part = await stage('part-0');
    writeFileSync(join(out, `_temporary/${RUN}/part-0`), 'x');
    expect(await store.locate(RUN, part)).toBe('gone');
    await expect(store.commit(RUN, [part])).rejects.toMatchObject({
      exitCode: 74,
      message:
        `${out}/_temporary/${RUN}/part-0 is gone or not of 6 bytes: ` +
        'something else removed or changed it, run again',
    });
  });
});

describe('files', () => {
  it('are listed whole, hidden ones too, without following links', async () => {
    for (const name of ['b', 'a/z', 'a-', '_dedup/x', '.hidden']) write(name, name);
    symlinkSync('/', join(out, 'link'));
    mkdirSync(join(out, 'empty'));
    const files = await store.list('');
    expect(files.map((file) => file.name)).toEqual(['.hidden', '_dedup/x', 'a-', 'a/z', 'b', 'link']);
    const version = String(statSync(join(out, '_dedup/x')).mtimeMs);
    expect(files[1]).toEqual({ name: '_dedup/x', sizeBytes: 8, version });
    expect(await openLocalFolder(join(home, 'none')).list('')).toEqual([]);
  });

  it('are put whole, and read', async () => {
    await store.put('_dedup/summary.json', 'one');
    await store.put('_dedup/summary.json', 'ü');
    await store.put('_SUCCESS', '');
    expect((await store.read('_dedup/summary.json'))?.toString()).toBe('ü');
    expect(await store.read('none')).toBeUndefined();
    expect(await store.read('_SUCCESS/below')).toBeUndefined();
    expect((await store.list('')).map((file) => file.name)).toEqual(['_SUCCESS', '_dedup/summary.json']);
  });

  it('are moved away and back, never over another', async () => {
    write('sub/x', 'theirs');
    await store.move('sub/x', '_replaced/r/sub/x');
    await store.move('sub/x', '_replaced/r/sub/x');
    expect(text('_replaced/r/sub/x')).toBe('theirs');
    await store.move('_replaced/r/sub/x', 'sub/x');
    expect(readdirSync(out)).toEqual(['sub']);
    write('y', 'another');
    await expect(store.move('sub/x', 'y')).rejects.toMatchObject({
      exitCode: 74,
      message: `cannot move ${out}/sub/x to ${out}/y, which is there already: move one of them away`,
    });
    expect([text('sub/x'), text('y')]).toEqual(['theirs', 'another']);
  });

  it('of dead runs are swept, those of other programs are not', async () => {
    await stage('part-0');
    await store.openPart(OTHER, 'part-0', '').finish();
    write('_temporary/0/task', 'of a Hadoop job');
    write('_dedup/.dedup-half', 'half');
    await store.sweep([OTHER]);
    const names = (await store.list('')).map((file) => file.name);
    expect(names).toEqual(['_temporary/0/task', `_temporary/${OTHER}/part-0`]);
    await openLocalFolder(join(home, 'none')).sweep([]);
    expect(existsSync(join(home, 'none'))).toBe(false);
  });
});

describe('what the system refuses', () => {
  it.each([
    ['list', 'readdir', 'EACCES', 74, `cannot list OUT: permission denied`],
    ['read', 'readFile', 'EIO', 74, `cannot read OUT/x: i/o error`],
    ['put', 'rename', 'ENOSPC', 74, `cannot write OUT/x: no space left on device`],
    ['put', 'mkdir', 'EROFS', 73, `cannot create OUT/_dedup: read-only file system`],
    ['put', 'mkdir', 'ENOSPC', 74, `cannot create OUT/_dedup: no space left on device`],
    ['remove', 'unlink', 'EPERM', 74, `cannot remove OUT/x: operation not permitted`],
    ['discard', 'rm', 'EBUSY', 74, `cannot remove OUT/_temporary/x: resource busy or locked`],
  ] as const)('is a failure of %s (%s: %s)', async (action, operation, code, exitCode, message) => {
    const cause = systemError(code);
    jest.spyOn(promises, operation as 'unlink').mockRejectedValue(cause);
    const work = {
      list: () => store.list(''),
      read: () => store.read('x'),
      put: () => store.put('x', ''),
      remove: () => store.remove(['x']),
      discard: () => store.discard('x'),
    }[action];
    await expect(work()).rejects.toMatchObject({ exitCode, message: message.replace('OUT', out), cause });
    jest.restoreAllMocks();
    expect(existsSync(out) ? (await store.list('')).map((file) => file.name) : []).toEqual([]);
  });

  it('is any file, and so the lease', async () => {
    write('_dedup/summary.json', '{}');
    jest.spyOn(promises, 'open').mockRejectedValue(systemError('EROFS'));
    jest.spyOn(promises, 'unlink').mockRejectedValue(systemError('EROFS'));
    await expect(store.takeLease({ run: RUN })).rejects.toMatchObject({
      exitCode: 73,
      message: `cannot create ${out}/_dedup/lease.json: read-only file system`,
    });
  });

  it('is an output that is a file', async () => {
    writeFileSync(out, '');
    const message = `${out} is not a folder: give the output another name`;
    await expect(store.list('')).rejects.toMatchObject({ exitCode: 73, message });
    await expect(store.takeLease({ run: RUN })).rejects.toMatchObject({ exitCode: 73, message });
    expect(readFileSync(out, 'utf8')).toBe('');
  });

  it('is an output in a file', async () => {
    writeFileSync(join(home, 'file'), '');
    await expect(openLocalFolder(join(home, 'file/out')).takeLease({ run: RUN })).rejects.toMatchObject({
      exitCode: 73,
      message: `cannot create ${home}/file/out: not a directory`,
    });
  });

  it('is an output that is a link to nothing', async () => {
    symlinkSync(join(home, 'nowhere'), out);
    await expect(store.takeLease({ run: RUN })).rejects.toMatchObject({
      exitCode: 73,
      message: `${out} is not a folder: give the output another name`,
    });
  });

  it('is an output whose name is too long', async () => {
    const long = join(home, 'a', 'x'.repeat(256));
    await expect(openLocalFolder(long).takeLease({ run: RUN })).rejects.toMatchObject({
      exitCode: 73,
      message: `cannot create ${long}: name too long`,
    });
    expect(readdirSync(home)).toEqual([]);
  });

  // there is a folder, and no folder can be made in it
  (existsSync('/proc/self') ? it : it.skip)('is an output in a folder that takes none', async () => {
    await expect(openLocalFolder('/proc/dedup/out').takeLease({ run: RUN })).rejects.toMatchObject({
      exitCode: 73,
      message: 'cannot create /proc/dedup/out: no such file or directory',
    });
  });

  it('leaves nothing behind where a lease cannot be written', async () => {
    jest.spyOn(promises, 'link').mockRejectedValue(systemError('ENOSPC'));
    await expect(openLocalFolder(join(home, 'a/out')).takeLease({ run: RUN })).rejects.toMatchObject({
      exitCode: 74,
      message: `cannot create ${home}/a/out/_dedup/lease.json: no space left on device`,
    });
    expect(readdirSync(home)).toEqual([]);
  });

  // folders are known by their descriptors
  (existsSync('/proc/self/fd') ? it : it.skip)(
    'may lose power: what was staged is synced with every folder on the way to it',
    async () => {
      const synced: string[] = [];
      const handle = await promises.open('/dev/null', 'r');
      const { sync } = Object.getPrototypeOf(handle);
      await handle.close();
      jest.spyOn(Object.getPrototypeOf(handle), 'sync').mockImplementation(async function (this: { fd: number }) {
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

  it('may be links: a file is created without, and still over no other', async () => {
    jest.spyOn(promises, 'link').mockRejectedValue(systemError('EPERM'));
    expect(await store.create('_dedup/journal.json', 'one')).toBe(true);
    expect(await store.create('_dedup/journal.json', 'two')).toBe(false);
    expect(String(await store.read('_dedup/journal.json'))).toBe('one');
    expect(readdirSync(join(out, '_dedup'))).toEqual(['journal.json']);
  });

  it('may be links: the lease is taken without', async () => {
    jest.spyOn(promises, 'link').mockRejectedValue(systemError('EPERM'));
    const lease = await store.takeLease({ run: RUN });
    await lease.check();
    await expect(openLocalFolder(out).takeLease({ run: OTHER })).rejects.toThrow(`${out} is in use by run ${RUN} `);
    await lease.release();
    expect(readdirSync(home)).toEqual([]);
  });
});
