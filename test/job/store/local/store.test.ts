import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import fs, {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import promises from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { MOST_NOTE_BYTES } from '../../../../job/shared/stored-document';
import { Folders } from '../../../../job/store/local/folders';
import { parseStaging } from '../../../../job/store/local/staging-name';
import { openLocalFolder } from '../../../../job/store/local/store';
import type { OutputStore, StagedPart } from '../../../../job/store/store';
import { systemError } from '../../../support/system-error';

const RUN = '20260101t000000z-aaaaaa';
const OTHER = '20260202t000000z-bbbbbb';

/** The check of a lease that is still held. */
const held = async () => undefined;

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
  it('can be written by several attempts, of which one is committed and the others are removed', async () => {
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

  it('becomes visible when it was staged and committed', async () => {
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

  it('may lie in a folder, which is made for it and removed with it', async () => {
    const part = await stage('_rejected/part-0');
    await store.commit(RUN, [part]);
    expect(text('_rejected/part-0')).toBe('_rejected/part-0');
    await store.retire(RUN, ['_rejected/part-0', '_rejected/never-there']);
    await store.discard(RUN);
    expect(readdirSync(out)).toEqual([]);
  });

  it('is removed while the publication goes on, once it is retired', async () => {
    await store.commit(RUN, [await stage('part-0')]);
    const removeAll = jest.spyOn(Folders.prototype, 'removeAll');
    await store.retire(RUN, ['part-0']);
    expect(removeAll).toHaveBeenCalledWith(`_temporary/${RUN}/former-part-0`);
    await store.discard(RUN);
    expect(readdirSync(out)).toEqual([]);
  });

  it('is removed at the end, where it could not be removed before', async () => {
    await store.commit(RUN, [await stage('part-0')]);
    jest.spyOn(Folders.prototype, 'removeAll').mockRejectedValueOnce(new Error('busy'));
    await store.retire(RUN, ['part-0']);
    expect(readdirSync(join(out, `_temporary/${RUN}`))).toEqual(['former-part-0']);
    await store.discard(RUN);
    expect(readdirSync(out)).toEqual([]);
  });

  it('counts as missing when its size is wrong', async () => {
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
  it('are all listed, including hidden files, without following links', async () => {
    for (const name of ['b', 'a/z', 'a-', '_dedup/x', '.hidden']) write(name, name);
    symlinkSync('/', join(out, 'link'));
    mkdirSync(join(out, 'empty'));
    const files = await store.list('');
    expect(files.map((file) => file.name)).toEqual(['.hidden', '_dedup/x', 'a-', 'a/z', 'b', 'link']);
    const version = String(statSync(join(out, '_dedup/x')).mtimeMs);
    expect(files[1]).toEqual({ name: '_dedup/x', sizeBytes: 8, version });
    expect(await openLocalFolder(join(home, 'none')).list('')).toEqual([]);
  });

  it('are written atomically and can be read', async () => {
    await store.put('_dedup/summary.json', 'one');
    await store.put('_dedup/summary.json', 'ü');
    await store.put('_SUCCESS', '');
    expect((await store.read('_dedup/summary.json'))?.toString()).toBe('ü');
    expect(await store.read('none')).toBeUndefined();
    expect(await store.read('_SUCCESS/below')).toBeUndefined();
    expect((await store.list('')).map((file) => file.name)).toEqual(['_SUCCESS', '_dedup/summary.json']);
  });

  it('are set aside all at once, and never overwrite another file', async () => {
    write('sub/x', 'theirs');
    write('y', 'theirs too');
    const staging = await store.enter(RUN, true);
    const files = ['sub/x', 'y', 'never-there'].map((name) => ({ name, version: '' }));
    await store.setAside(staging, RUN, files.slice(0, 1));
    write('sub/x', 'another');
    await expect(store.setAside(staging, RUN, files)).rejects.toMatchObject({
      exitCode: 74,
      message:
        `cannot move ${out}/sub/x to ${out}/_replaced/.dedup-${staging}/sub/x, which is there already: ` +
        'move one of them away',
    });
    rmSync(join(out, 'sub'), { recursive: true });
    await store.setAside(staging, RUN, files);
    await store.keepAside(staging, RUN, '_SUCCESS', 'said');
    expect(existsSync(join(out, '_replaced', RUN))).toBe(false);
    for (let again = 0; again < 2; again++) await store.showAside(staging, RUN);
    expect([text(`_replaced/${RUN}/sub/x`), text(`_replaced/${RUN}/y`)]).toEqual(['theirs', 'theirs too']);
    expect(text(`_replaced/${RUN}/_SUCCESS`)).toBe('said');
    await store.discard(staging);
    expect(readdirSync(out)).toEqual(['_replaced']);
  });

  it('that were set aside by a dead run are kept, whether or not the run published', async () => {
    write('x', 'theirs');
    const staging = await store.enter(RUN, true);
    await store.setAside(staging, RUN, [{ name: 'x', version: '' }]);
    await store.sweep([], held);
    expect((await store.list('')).map((file) => file.name)).toEqual([`_replaced/${staging}/x`]);
  });

  it('of dead runs are removed by sweep, and files of other programs are not', async () => {
    await stage('part-0');
    await store.openPart(OTHER, 'part-0', '').finish();
    write('_temporary/0/task', 'of a Hadoop job');
    write('_dedup/.dedup-half', 'half');
    await store.sweep([OTHER], held);
    const names = (await store.list('')).map((file) => file.name);
    expect(names).toEqual(['_temporary/0/task', `_temporary/${OTHER}/part-0`]);
    await openLocalFolder(join(home, 'none')).sweep([], held);
    expect(existsSync(join(home, 'none'))).toBe(false);
  });
});

describe('a staging that another process has taken over', () => {
  const FILE = { name: '_SUCCESS', version: '', text: 'old' };
  let staging: string;
  let part: StagedPart;
  let before: string[];

  beforeEach(async () => {
    write('_SUCCESS', 'old');
    write('theirs', '');
    part = await stage('part-0');
    staging = await store.enter(RUN, true);
    await store.stage(staging, '_dedup/summary.json', '{}');
    await openLocalFolder(out).fence(held);
    before = (await store.list('')).map((file) => file.name);
  });

  it.each<[string, () => Promise<unknown>]>([
    ['make a part visible', () => store.commit(staging, [{ ...part }])],
    ['replace a file', () => store.replace(staging, '_dedup/summary.json')],
    ['write a file anew', () => store.swap(staging, FILE, 'new')],
    ['withdraw a file', () => store.withdraw(staging, FILE)],
    ['remove parts', () => store.retire(staging, ['theirs'])],
    ['set files aside', () => store.setAside(staging, RUN, [{ name: 'theirs', version: '' }])],
    ['keep what a file said', () => store.keepAside(staging, RUN, '_SUCCESS', 'old')],
    ['end the setting aside', () => store.showAside(staging, RUN)],
    ['stage another file', () => store.stage(staging, 'sub/late', '')],
    ['stage a file anew', () => store.stageAnew(staging, { name: '_dedup/summary.json', version: '' }, 'late')],
  ])('cannot be used any more to %s', async (_, act) => {
    await expect(act()).rejects.toMatchObject({ exitCode: 74 });
    expect((await store.list('')).map((file) => file.name)).toEqual(before);
    expect(text('_SUCCESS')).toBe('old');
  });

  it('cannot be used any more to restore a file that was removed', async () => {
    rmSync(join(out, '_SUCCESS'));
    await expect(store.prepareBack(staging, FILE)).rejects.toMatchObject({ exitCode: 74 });
    for (const prepared of [null, { name: 'again-_SUCCESS' }]) {
      await expect(store.putBack(staging, FILE, prepared)).rejects.toMatchObject({ exitCode: 74 });
    }
    expect(existsSync(join(out, '_SUCCESS'))).toBe(false);
  });

  it('does not reappear when a late task of its run writes a file', async () => {
    await store.stage(RUN, 'last-words/late.json', '{}');
    const taken = await store.take(RUN, held);
    expect(parseStaging(taken)).toEqual({ run: RUN, takings: 1 + (parseStaging(staging)?.takings as number) });
    expect(await store.hasStaged(taken, 'part-0')).toBe(true);
    await expect(store.replace(staging, '_dedup/summary.json')).rejects.toMatchObject({ exitCode: 74 });
  });

  it('can be taken over again when the process that took it over was killed meanwhile', async () => {
    const rename = jest.spyOn(promises, 'rename');
    const real = rename.getMockImplementation() ?? jest.requireActual('node:fs/promises').rename;
    rename.mockImplementationOnce(real).mockRejectedValueOnce(new Error('killed'));
    await expect(openLocalFolder(out).fence(held)).rejects.toThrow('killed');
    jest.restoreAllMocks();
    await store.fence(held);
    const taken = await store.take(RUN, held);
    expect(await store.hasStaged(taken, 'part-0')).toBe(true);
    await store.setAside(taken, RUN, [{ name: 'theirs', version: '' }]);
    await store.showAside(taken, RUN);
    expect(existsSync(join(out, '_replaced', RUN, 'theirs'))).toBe(true);
  });

  it('can be taken over only by the holder of the lease', async () => {
    const lost = jest.fn().mockRejectedValue(new Error('lost'));
    for (const act of [() => store.fence(lost), () => store.sweep([], lost), () => store.take(RUN, lost)]) {
      await expect(act()).rejects.toThrow('lost');
    }
    expect((await store.list('')).map((file) => file.name)).toEqual(before);
  });
});

/** `linked` is a link out of the output, which another user put in the place of a folder. */
describe('a file behind a link', () => {
  const PART = `part-00000-${RUN}`;
  const elsewhere = (name = '') => join(home, 'elsewhere', name);
  beforeEach(() => {
    mkdirSync(elsewhere(RUN), { recursive: true });
    for (const name of ['x', PART, `${RUN}/${PART}`]) writeFileSync(elsewhere(name), 'theirs');
  });

  /** Requires that the files outside the output are as they were. */
  function requireTheirs(): void {
    for (const name of ['x', PART, `${RUN}/${PART}`]) expect(readFileSync(elsewhere(name), 'latin1')).toBe('theirs');
    expect(readdirSync(elsewhere(), { recursive: true }).sort()).toEqual([RUN, `${RUN}/${PART}`, PART, 'x'].sort());
  }

  const part = { name: PART, sizeBytes: 6, attempt: '' };
  describe.each(['handles', 'names alone'])('is refused by the store that uses %s', (by) => {
    beforeEach(() => {
      const real = fs.existsSync;
      const without = (path: fs.PathLike) => path !== '/proc/self/fd' && real(path);
      if (by === 'names alone') jest.spyOn(fs, 'existsSync').mockImplementation(without);
    });

    it.each<[string, string, () => unknown]>([
      ['_dedup', 'read', () => store.read('_dedup/x')],
      ['_dedup', 'put', () => store.put('_dedup/x', 'ours')],
      ['_dedup', 'take the lease', () => store.takeLease({ run: RUN })],
      ['_rejected', 'remove', () => store.retire(RUN, ['_rejected/x'])],
      ['_rejected', 'set aside', () => store.setAside(RUN, RUN, [{ name: '_rejected/x', version: '' }])],
      ['_replaced', 'set aside', () => store.setAside(RUN, RUN, [{ name: 'mine', version: '' }])],
      ['_replaced', 'keep aside', () => store.keepAside(RUN, RUN, '_SUCCESS', 'ours')],
      ['_replaced', 'show aside', () => store.showAside(RUN, RUN)],
      ['_temporary', 'stage', () => store.stage(RUN, 'x', 'ours')],
      ['_temporary', 'enter', () => store.enter(RUN, false)],
      ['_temporary', 'replace', () => store.replace(RUN, PART)],
      ['_temporary', 'withdraw', () => store.withdraw(RUN, { name: 'mine', version: '' })],
      ['_temporary', 'locate', () => store.locate(RUN, part)],
      ['_temporary', 'commit', () => store.commit(RUN, [part])],
      ['_temporary', 'discard', () => store.discard(RUN)],
      ['_temporary', 'fence', () => store.fence(held)],
      ['_temporary', 'take', () => store.take(RUN, held)],
      ['_temporary', 'sweep', () => store.sweep([], held)],
      ['_temporary', 'list', () => store.list('_temporary')],
      ['_temporary', 'open a part', async () => store.openPart(RUN, 'y', '')],
    ])('when %s is a link (%s)', async (folder, _, work) => {
      write('mine', 'mine');
      symlinkSync(elsewhere(), join(out, folder));
      const message = `${out}/${folder} is a link, which this program does not follow: put a folder in its place`;
      await expect((async () => work())()).rejects.toMatchObject({ exitCode: 73, message });
      requireTheirs();
      expect(text('mine')).toBe('mine');
    });

    it('when the folder of a run is a link: the link is removed, and its target stays', async () => {
      write('_temporary/0/task', 'of a Hadoop job');
      symlinkSync(elsewhere(), join(out, '_temporary', RUN));
      await expect(store.commit(RUN, [part])).rejects.toMatchObject({
        exitCode: 73,
        message: expect.stringContaining(`${out}/_temporary/${RUN} is a link`),
      });
      await store.sweep([], held);
      expect((await store.list('')).map(({ name }) => name)).toEqual(['_temporary/0/task']);
      requireTheirs();
    });

    it('except that the output itself may be a link', async () => {
      mkdirSync(join(home, 'real'));
      symlinkSync(join(home, 'real'), out);
      const lease = await store.takeLease({ run: RUN });
      await store.commit(RUN, [await stage(PART, 'bytes')]);
      await store.discard(RUN);
      await lease.release();
      expect(readFileSync(join(home, 'real', PART), 'latin1')).toBe('bytes');
      expect(readdirSync(join(home, 'real'))).toEqual([PART]);
    });
  });

  // only Linux has handles of folders (/proc/self/fd)
  const onLinux = existsSync('/proc/self/fd') ? it : it.skip;

  /** Puts a link in the place of a folder after the store has checked the folder and before it acts. */
  function swapBefore(operation: 'unlink' | 'rename' | 'rmdir', folder: string, at = 1): void {
    const real = promises[operation] as (...args: unknown[]) => Promise<void>;
    let calls = 0;
    jest.spyOn(promises, operation).mockImplementation((async (...args: unknown[]) => {
      calls += 1;
      if (calls === at) {
        renameSync(join(out, folder), join(home, 'away'));
        symlinkSync(elsewhere(), join(out, folder));
      }
      return real(...args);
    }) as never);
  }

  onLinux('is not reached when the link appears between the check and the operation', async () => {
    write('_rejected/x', 'ours');
    await stage(PART);
    swapBefore('rename', '_rejected');
    await store.retire(RUN, ['_rejected/x']);
    requireTheirs();
    expect(readdirSync(join(home, 'away'))).toEqual([]);
  });

  onLinux('is not reached when the link appears while the files of a run are removed', async () => {
    await stage('_rejected/x');
    await stage('x');
    swapBefore('unlink', `_temporary/${RUN}`);
    await expect(store.discard(RUN)).rejects.toThrow(`${out}/_temporary/${RUN} is a link`);
    requireTheirs();
  });

  it('is not published by a run whose staged parts were moved away', async () => {
    const staged = await stage(PART, 'bytes');
    const real = promises.rename;
    jest.spyOn(promises, 'rename').mockImplementationOnce(async (from, to) => {
      renameSync(join(out, '_temporary', RUN), join(home, 'away'));
      return real(from, to);
    });
    await expect(store.commit(RUN, [staged])).rejects.toMatchObject({
      exitCode: 74,
      message: expect.stringContaining(`${out}/_temporary/${RUN} was removed or changed by something else`),
    });
    expect(readdirSync(join(home, 'away'))).toEqual([PART]);
    expect(readdirSync(out)).toEqual(['_temporary']);
  });
});

describe('a document', () => {
  const shown = () => `${out}/_dedup/x.json`;

  it.each<[string, () => unknown]>([
    ['FIFO', () => execFileSync('mkfifo', [shown()])],
    ['link', () => symlinkSync(join(home, 'theirs'), shown())],
    ['folder', () => mkdirSync(shown())],
  ])('that is a %s is refused, and not waited for', async (what, make) => {
    writeFileSync(join(home, 'theirs'), '{}');
    write('_dedup/other', '');
    make();
    const message = `cannot read ${shown()}: it is a ${what}, not a file; remove it`;
    await expect(store.read('_dedup/x.json')).rejects.toMatchObject({ exitCode: 74, message });
  });

  it('that is a socket is refused', async () => {
    write('_dedup/other', '');
    const server = createServer().listen(shown());
    await once(server, 'listening');
    try {
      const message = `cannot read ${shown()}: it is a socket, not a file; remove it`;
      await expect(store.read('_dedup/x.json')).rejects.toMatchObject({ exitCode: 74, message });
    } finally {
      server.close();
    }
  });

  it('that is larger than any document of this kit is refused without being loaded into memory', async () => {
    write('_dedup/x.json', '');
    truncateSync(shown(), MOST_NOTE_BYTES + 1);
    const message = `cannot read ${shown()}: it has ${MOST_NOTE_BYTES + 1} bytes, at most ${MOST_NOTE_BYTES} are expected; remove it if it is not yours`;
    await expect(store.read('_dedup/x.json')).rejects.toMatchObject({ exitCode: 74, message });
    truncateSync(shown(), MOST_NOTE_BYTES);
    expect(await store.read('_dedup/x.json')).toHaveLength(MOST_NOTE_BYTES);
  });

  it.each(['../x', 'a/../../x', 'a//x', './x', '/etc/hostname', 'a/\0x'])(
    'cannot have a name that leads outside the output: %j',
    async (name) => {
      write('a/x', '');
      await stage('x');
      writeFileSync(join(home, 'x'), 'theirs');
      for (const work of [() => store.read(name), () => store.retire(RUN, [name]), () => store.put(name, 'ours')]) {
        await expect(work()).rejects.toMatchObject({
          name: 'Failure',
          message: expect.stringContaining('is no name of'),
        });
      }
      expect(readFileSync(join(home, 'x'), 'latin1')).toBe('theirs');
    },
  );
});

describe('a system that refuses operations', () => {
  it.each([
    ['list', 'readdir', 'EACCES', 74, `cannot list OUT: permission denied`],
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
    jest.spyOn(promises, operation as 'unlink').mockRejectedValue(cause);
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
    jest.spyOn(promises, 'open').mockRejectedValue(systemError('EROFS'));
    jest.spyOn(promises, 'unlink').mockRejectedValue(systemError('EROFS'));
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
    jest.spyOn(promises, 'link').mockRejectedValue(systemError('ENOSPC'));
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

  it('may not support hard links: the lease is taken without them', async () => {
    jest.spyOn(promises, 'link').mockRejectedValue(systemError('EPERM'));
    const lease = await store.takeLease({ run: RUN });
    await lease.check();
    await expect(openLocalFolder(out).takeLease({ run: OTHER })).rejects.toThrow(`${out} is in use by run ${RUN} `);
    await lease.release();
    expect(readdirSync(home)).toEqual([]);
  });
});
