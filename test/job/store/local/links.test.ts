import fs, { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileSystem } from '../../../../job/store/local/file-system';
import { home, out, RUN, stage, store, text, write } from './folder-output';

/** The check of a lease that is still held. */
const held = async () => undefined;

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
    const real = fileSystem[operation] as (...args: unknown[]) => Promise<void>;
    let calls = 0;
    jest.spyOn(fileSystem, operation).mockImplementation((async (...args: unknown[]) => {
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
    const real = fileSystem.rename;
    jest.spyOn(fileSystem, 'rename').mockImplementationOnce(async (from, to) => {
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
