import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileSystem } from '../../../../job/store/local/file-system';
import { Folders } from '../../../../job/store/local/folders';
import { parseStaging } from '../../../../job/store/local/staging-name';
import { openLocalFolder } from '../../../../job/store/local/store';
import type { StagedPart } from '../../../../job/store/store';
import { home, OTHER, out, RUN, stage, store, text, write } from './folder-output';

/** The check of a lease that is still held. */
const held = async () => undefined;

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
    const real = fileSystem.rename;
    const rename = jest.spyOn(fileSystem, 'rename');
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
