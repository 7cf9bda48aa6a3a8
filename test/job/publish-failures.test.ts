import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { beginJournal, type Journal, newJournal } from '../../job/journal';
import { previousOutput } from '../../job/previous-output';
import { abandon, publish, settle, sweep } from '../../job/publish';
import { openLocalFolder } from '../../job/store/local-folder';
import type { OutputStore, StagedPart } from '../../job/store/store';
import {
  heldLease,
  localPlace,
  makeHome,
  NEW,
  NEW_FILES,
  OLD,
  OLD_FILES,
  publicationOf,
  removeHome,
  replaceAll,
  snapshot,
  stage,
  write,
} from './publication';
import { Faults } from './store/faults';

let home: string;
function journalOf(run: string, makes: readonly StagedPart[]): Journal {
  return newJournal({ run, makes, replaces: [], setAside: [], success: null, hasReport: false });
}

beforeEach(async () => {
  home = await makeHome();
});
afterEach(() => removeHome(home));

describe('publish', () => {
  const parts = { [`part-00000-${NEW}`]: 'new' };

  async function begun(folder = join(home, 'out')) {
    const store = openLocalFolder(folder);
    return { folder, store, makes: await stage(store, NEW, parts) };
  }

  it('refuses where another run is published only now', async () => {
    const { folder, store, makes } = await begun();
    await beginJournal(store, journalOf(OLD, await stage(openLocalFolder(folder), OLD, OLD_FILES)));
    await store.stage(OLD, '_dedup/summary.json', '{}');
    await expect(publish(store, heldLease, publicationOf(NEW, makes))).rejects.toMatchObject({
      exitCode: 73,
      message: `another run published to ${home}/out meanwhile: run again`,
    });
  });

  it('refuses to write over a file of the same name', async () => {
    const { folder, store, makes } = await begun();
    write(folder, { [`part-00000-${NEW}`]: 'theirs' });
    await expect(publish(store, heldLease, publicationOf(NEW, makes))).rejects.toMatchObject({
      exitCode: 73,
      message: `${home}/out/part-00000-${NEW} is there already: move it away and run again`,
    });
    expect(snapshot(folder)[`part-00000-${NEW}`]).toBe('theirs');
  });

  it('never removes what it makes, whatever it is told to replace', async () => {
    const { folder, store, makes } = await begun();
    await publish(store, heldLease, publicationOf(NEW, makes, { replaces: [`part-00000-${NEW}`, 'never-there'] }));
    expect(snapshot(folder)[`part-00000-${NEW}`]).toBe('new');
  });

  it('publishes an output of no parts, and removes the report of another run where it draws none', async () => {
    const { folder, store, makes } = await begun();
    await publish(store, heldLease, publicationOf(NEW, makes));
    const replaces = makes.map((part) => part.name);
    await publish(store, heldLease, publicationOf('20260303t000000z-cccccc', [], { replaces, drawReport: undefined }));
    expect(Object.keys(snapshot(folder)).sort()).toEqual(['_SUCCESS', '_dedup/summary.json']);
  });

  it('touches nothing where the report cannot be drawn', async () => {
    const { folder, store, makes } = await begun();
    const before = snapshot(folder);
    const broken = () => {
      throw new Error('no page');
    };
    await expect(publish(store, heldLease, publicationOf(NEW, makes, { drawReport: broken }))).rejects.toThrow(
      'no page',
    );
    expect(snapshot(folder)).toEqual(before);
  });

  it('leaves everything to the run that took the output over', async () => {
    const { folder, store, makes } = await begun();
    const check = jest.fn().mockRejectedValue(new Error('lost'));
    for (const _ of ['before the journal', 'behind it']) check.mockResolvedValueOnce(undefined);
    await expect(publish(store, { ...heldLease, check }, publicationOf(NEW, makes))).rejects.toThrow('lost');
    expect(snapshot(folder)).toHaveProperty(['_dedup/journal.json']);
    expect(snapshot(folder)).toHaveProperty([`part-00000-${NEW}`]);
  });

  it('touches nothing where a signal has ended the run', async () => {
    const { folder, store, makes } = await begun();
    const before = snapshot(folder);
    const throwIfEnded = () => {
      throw new Error('interrupted');
    };
    await expect(publish(store, heldLease, publicationOf(NEW, makes, { throwIfEnded }))).rejects.toThrow('interrupted');
    await abandon(store, NEW);
    expect(Object.keys(before)).toEqual([`_temporary/${NEW}/part-00000-${NEW}`]);
    expect(snapshot(folder)).toEqual({});
  });

  it('says so where a part is not there after all', async () => {
    const { folder, store, makes } = await begun();
    jest.spyOn(store, 'commit').mockResolvedValue(undefined);
    await expect(publish(store, heldLease, publicationOf(NEW, makes))).rejects.toMatchObject({
      exitCode: 74,
      message: `${home}/out/part-00000-${NEW} is not there with its 3 bytes: run again`,
    });
    expect(snapshot(folder)).toEqual({});
  });

  it('says so where it cannot go back; the next run does', async () => {
    const { folder, store, makes } = await begun();
    jest.spyOn(store, 'commit').mockRejectedValue(new Error('no commit'));
    jest.spyOn(store, 'discard').mockRejectedValue(new Error('no discard'));
    await expect(publish(store, heldLease, publicationOf(NEW, makes))).rejects.toMatchObject({
      exitCode: 70,
      message: `no commit; and ${home}/out could not be put back as it was (no discard): the next run on it tries again`,
    });
    expect(await settle(openLocalFolder(folder))).toBe('back');
    expect(snapshot(folder)).toEqual({});
  });

  it('says so where it cannot finish; the next run does', async () => {
    const { folder, store, makes } = await begun();
    jest.spyOn(store, 'discard').mockRejectedValue(new Error('no discard'));
    await expect(publish(store, heldLease, publicationOf(NEW, makes))).rejects.toMatchObject({
      exitCode: 70,
      message:
        `all parts of run ${NEW} are in ${home}/out, but its publication could not be finished (no discard): ` +
        'the next run on it tries again',
    });
    expect(await settle(openLocalFolder(folder))).toBe('forward');
    expect(Object.keys(snapshot(folder)).sort()).toEqual([
      '_SUCCESS',
      '_dedup/report.html',
      '_dedup/summary.json',
      `part-00000-${NEW}`,
    ]);
  });

  it('keeps the summary and the report that the next run needs to finish', async () => {
    const { folder, store, makes } = await begun();
    jest.spyOn(store, 'replace').mockRejectedValue(new Error('no replace'));
    await expect(publish(store, heldLease, publicationOf(NEW, makes))).rejects.toThrow('could not be finished');
    await abandon(openLocalFolder(folder), NEW);
    expect(await settle(openLocalFolder(folder))).toBe('forward');
    const now = snapshot(folder);
    expect(Object.keys(now).sort()).toEqual([
      '_SUCCESS',
      '_dedup/report.html',
      '_dedup/summary.json',
      `part-00000-${NEW}`,
    ]);
    expect(now['_dedup/summary.json']).toContain(NEW);
  });
});

describe('publish, of a run that was suspended and taken for dead as it wrote its journal', () => {
  const FIRST = '20250101t000000z-000000';
  let folder: string;
  beforeEach(async () => {
    folder = join(home, 'out');
    await (await replaceAll(localPlace(folder), FIRST, { [`part-00000-${FIRST}`]: 'first' }))();
  });

  /** Rejects as that run does, which replaces what the first one published. */
  async function resumedAfter(meanwhile: (store: OutputStore) => Promise<void>): Promise<void> {
    const store = openLocalFolder(folder);
    const { own } = await previousOutput(store);
    const makes = await stage(store, NEW, NEW_FILES);
    let isLost = false;
    const create = store.create.bind(store);
    jest.spyOn(store, 'create').mockImplementation(async (...file) => {
      await meanwhile(openLocalFolder(folder));
      isLost = true;
      return create(...file);
    });
    const check = async () => {
      if (isLost) throw new Error('lost');
    };
    const published = publish(store, { ...heldLease, check }, publicationOf(NEW, makes, { replaces: own }));
    await expect(published).rejects.toThrow('lost');
  }

  it('leaves the output of the one that took over as it is, and the next run settles the journal', async () => {
    await resumedAfter(async (store) => {
      await sweep(store);
      await (await replaceAll(localPlace(folder), OLD, OLD_FILES))();
    });
    const { '_dedup/journal.json': journal, ...left } = snapshot(folder);
    expect(journal).toContain(NEW);
    expect(left).toMatchObject({ ...OLD_FILES, _SUCCESS: '', '_dedup/report.html': `<p>${OLD}</p>` });
    expect(await settle(openLocalFolder(folder))).toBe('back');
    const names = [...Object.keys(OLD_FILES), '_SUCCESS', '_dedup/summary.json', '_dedup/report.html'];
    expect(Object.keys(snapshot(folder)).sort()).toEqual(names.sort());
  });

  it('leaves the journal of the one that publishes now', async () => {
    await resumedAfter((store) => beginJournal(store, journalOf(OLD, [])));
    expect(snapshot(folder)['_dedup/journal.json']).toContain(OLD);
  });

  it('does not keep the one that took over from publishing', async () => {
    await resumedAfter(sweep);
    await (await replaceAll(localPlace(folder), OLD, OLD_FILES))();
    const now = snapshot(folder);
    expect(now).toMatchObject({ ...OLD_FILES, _SUCCESS: '' });
    expect(now).not.toHaveProperty(['_dedup/journal.json']);
  });
});

describe('settle', () => {
  it('has nothing to do where nothing was interrupted', async () => {
    expect(await settle(openLocalFolder(join(home, 'none')))).toBe('nothing');
    expect(existsSync(join(home, 'none'))).toBe(false);
  });

  it.each([
    ['{"version":1', /^\S+\/_dedup\/journal\.json is not a journal that this program can read \(.+\), so an inter/],
    ['{"version":9}', /\(version is 9, not 1\), so .+: finish it with the version that began it, or remove that file/],
    ['{"version":1,"run":"r","makes":[{"name":"../x","sizeBytes":1}]}', /\(makes is no list of parts\)/],
  ])('refuses a journal it cannot read: %s', async (text, message) => {
    write(home, { '_dedup/journal.json': text });
    await expect(settle(openLocalFolder(home))).rejects.toMatchObject({
      exitCode: 74,
      message: expect.stringMatching(message),
    });
  });

  it('loses no old part where something else has cleaned what was staged, whenever the run was killed', async () => {
    const outcomes: string[] = [];
    for (let at = 1; ; at++) {
      const folder = join(home, `out-${at}`);
      const place = localPlace(folder);
      await (await replaceAll(place, OLD, OLD_FILES))();
      const { struck } = await place.strike('kill', at, await replaceAll(place));
      if (!struck) break;
      rmSync(join(folder, '_temporary'), { recursive: true, force: true });
      const outcome = await settle(openLocalFolder(folder)).catch((error) => error.message as string);
      outcomes.push(outcome.replace(/^.*can be neither finished.*$/s, 'refused'));
      const now = snapshot(folder);
      // where it is refused every new part is there, and nothing but their summary is not
      const isNew = outcome !== 'back' && now[`part-00000-${NEW}`] !== undefined;
      expect(now).toMatchObject(isNew ? NEW_FILES : OLD_FILES);
    }
    expect(new Set(outcomes)).toEqual(new Set(['nothing', 'back', 'refused', 'forward']));
  });

  it('refuses where neither the new output nor the old one is whole', async () => {
    const folder = join(home, 'out');
    await (await replaceAll(localPlace(folder), OLD, OLD_FILES))();
    const run = await replaceAll(localPlace(folder));
    const isHalfDone = () =>
      existsSync(join(folder, `part-00000-${NEW}`)) && !existsSync(join(folder, `part-00000-${OLD}`));
    const store = jest.spyOn(Faults.prototype as never, 'step' as never);
    store.mockImplementation((() => {
      if (isHalfDone()) throw new Error('killed');
    }) as never);
    await new Faults('kill', 1).strike(run);
    store.mockRestore();
    rmSync(join(folder, `part-00001-${NEW}`));
    await expect(settle(openLocalFolder(folder))).rejects.toMatchObject({
      exitCode: 74,
      message:
        `the publication of run ${NEW} was interrupted and can be neither finished (${folder}/part-00001-${NEW} is gone ` +
        `or changed) nor undone (part-00000-${OLD} is gone): bring one of them back, or remove ` +
        `${folder}/_dedup/journal.json and replace the output`,
    });
  });
});
