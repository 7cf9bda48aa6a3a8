import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Journal, newJournal, textOf } from '../../../job/publication/journal';
import { abandon, publish } from '../../../job/publication/publish';
import { settle, sweep } from '../../../job/publication/settle';
import { Failure } from '../../../job/shared/failure';
import { openLocalFolder } from '../../../job/store/local/store';
import { LostOutput } from '../../../job/store/lost';
import type { StagedPart } from '../../../job/store/store';
import { totalTimeMs } from '../../../job/summary/summary';
import { Faults } from '../store/faults';
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
  summaryOf,
  write,
} from './publication';

let home: string;
function journalOf(run: string, makes: readonly StagedPart[]): Journal {
  return newJournal(openLocalFolder(join(home, 'out')), {
    run,
    makes,
    replaces: [],
    setAside: [],
    success: null,
    documents: ['_dedup/summary.json', '_SUCCESS'],
    withdraws: [],
  });
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

  it('refuses when another run has begun its publication meanwhile', async () => {
    const { folder, store, makes } = await begun();
    write(folder, { '_dedup/journal.json': textOf(journalOf(OLD, [])) });
    await expect(publish(store, heldLease, publicationOf(NEW, makes))).rejects.toMatchObject({
      exitCode: 73,
      message: `another run is publishing to ${home}/out: run again`,
    });
    expect(snapshot(folder)['_dedup/journal.json']).toContain(OLD);
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

  it('never removes a file that it makes, even if it is told to replace it', async () => {
    const { folder, store, makes } = await begun();
    await publish(store, heldLease, publicationOf(NEW, makes, { replaces: [`part-00000-${NEW}`, 'never-there'] }));
    expect(snapshot(folder)[`part-00000-${NEW}`]).toBe('new');
  });

  it('publishes an output without parts, and removes the report of the previous run if it draws none', async () => {
    const { folder, store, makes } = await begun();
    await publish(store, heldLease, publicationOf(NEW, makes));
    const replaces = makes.map((part) => part.name);
    await publish(store, heldLease, publicationOf('20260303t000000z-cccccc', [], { replaces, drawReport: undefined }));
    expect(Object.keys(snapshot(folder)).sort()).toEqual(['_SUCCESS', '_dedup/summary.json']);
  });

  it('changes no file when the report cannot be drawn', async () => {
    const { folder, store, makes } = await begun();
    const broken = () => {
      throw new Error('no page');
    };
    await expect(publish(store, heldLease, publicationOf(NEW, makes, { drawReport: broken }))).rejects.toThrow(
      'no page',
    );
    expect(snapshot(folder)).toEqual({});
  });

  describe('the elapsed time in the summary', () => {
    /** Makes summaries whose elapsed time grows with each call: 1 ms, 2 ms … */
    const later = (makes: readonly StagedPart[]) => {
      let endMs = 0;
      const summarize = () => {
        endMs += 1;
        return { ...summaryOf(NEW, makes), phases: [{ phase: 'publish' as const, startMs: 0, endMs }] };
      };
      return publicationOf(NEW, makes, { summarize, drawReport: (summary) => `${totalTimeMs(summary)} ms` });
    };
    const told = (folder: string) => {
      const { '_dedup/summary.json': summary, '_dedup/report.html': report } = snapshot(folder);
      return [totalTimeMs(JSON.parse(summary as string)), report];
    };

    it('includes publication, as in the report and in the result for the caller', async () => {
      const { folder, store, makes } = await begun();
      expect(totalTimeMs(await publish(store, heldLease, later(makes)))).toBe(2);
      expect(told(folder)).toEqual([2, '2 ms']);
    });

    it('is that of the staged summary if the final summary cannot be staged', async () => {
      const { folder, store, makes } = await begun();
      jest.spyOn(store, 'stageAnew').mockRejectedValue(new Error('a full disk'));
      expect(totalTimeMs(await publish(store, heldLease, later(makes)))).toBe(1);
      expect(told(folder)).toEqual([1, '1 ms']);
    });
  });

  it('changes no file after another run took the output over', async () => {
    const { folder, store, makes } = await begun();
    const lost = new LostOutput(folder, NEW, { run: OLD, host: 'far-away' });
    const check = jest.fn().mockRejectedValue(lost).mockResolvedValueOnce(undefined);
    jest.spyOn(store, 'locate').mockResolvedValue('gone');
    await expect(publish(store, { ...heldLease, check }, publicationOf(NEW, makes))).rejects.toBe(lost);
    expect(snapshot(folder)).toHaveProperty(['_dedup/journal.json']);
  });

  it('changes no file after a signal has ended the run', async () => {
    const { folder, store, makes } = await begun();
    const before = snapshot(folder);
    const throwIfEnded = () => {
      throw new Error('interrupted');
    };
    await expect(publish(store, heldLease, publicationOf(NEW, makes, { throwIfEnded }))).rejects.toThrow('interrupted');
    await expect(abandon(store, heldLease, NEW, new Error('interrupted'))).rejects.toThrow('interrupted');
    expect(Object.keys(before)).toEqual([`_temporary/${NEW}/part-00000-${NEW}`]);
    expect(snapshot(folder)).toEqual({});
  });

  it('fails when a staged part is missing', async () => {
    const { folder, store, makes } = await begun();
    jest.spyOn(store, 'commit').mockResolvedValue(undefined);
    await expect(publish(store, heldLease, publicationOf(NEW, makes))).rejects.toMatchObject({
      exitCode: 74,
      message: `${home}/out/part-00000-${NEW} is not there with its 3 bytes: run again`,
    });
    expect(snapshot(folder)).toEqual({});
  });

  it('says so when it cannot be undone, which the next run does', async () => {
    const { folder, store, makes } = await begun();
    jest.spyOn(store, 'commit').mockRejectedValue(new Failure(70, 'no commit'));
    jest.spyOn(store, 'retire').mockRejectedValue(new Failure(74, 'no way back'));
    await expect(publish(store, heldLease, publicationOf(NEW, makes))).rejects.toMatchObject({
      exitCode: 70,
      message: `no commit; and ${home}/out could not be put back as it was (no way back): the next run on it tries again`,
    });
    expect(await settle(openLocalFolder(folder), heldLease)).toBe('back');
    expect(snapshot(folder)).toEqual({});
  });

  const PUBLISHED = ['_SUCCESS', '_dedup/report.html', '_dedup/summary.json', `part-00000-${NEW}`];

  it('says so when it cannot be finished, and keeps the files that the next run needs to finish it', async () => {
    const { folder, store, makes } = await begun();
    jest.spyOn(store, 'retire').mockRejectedValue(new Failure(70, 'no removal'));
    const failure = await publish(store, heldLease, publicationOf(NEW, makes)).catch((error) => error);
    expect(failure).toMatchObject({
      exitCode: 70,
      message:
        `all parts of run ${NEW} are in ${home}/out, but its publication could not be finished (no removal): ` +
        'the next run on it tries again',
    });
    await expect(abandon(openLocalFolder(folder), heldLease, NEW, failure)).rejects.toBe(failure);
    expect(await settle(openLocalFolder(folder), heldLease)).toBe('forward');
    const now = snapshot(folder);
    expect(Object.keys(now).sort()).toEqual(PUBLISHED);
    expect(now['_dedup/summary.json']).toContain(NEW);
  });

  it.each([
    ['the journal', 'withdraw', 'forward'],
    ['what is staged', 'discard', 'nothing'],
  ] as const)(
    'succeeds when %s cannot be removed at the end, and warns which command will remove it',
    async (_, step, settled) => {
      const { folder, store, makes } = await begun();
      jest.spyOn(store, step).mockRejectedValue(new Failure(74, 'access denied'));
      const warn = jest.fn();
      await publish(store, heldLease, publicationOf(NEW, makes, { warn }));
      expect(warn.mock.calls).toEqual([
        [
          `run ${NEW} is published, but something of it is left in ${folder} (access denied): the next dedup command on it ` +
            'removes that',
        ],
      ]);
      expect(Object.keys(snapshot(folder))).toEqual(expect.arrayContaining(PUBLISHED));
      const next = openLocalFolder(folder);
      expect(await settle(next, heldLease)).toBe(settled);
      await sweep(next, heldLease);
      expect(Object.keys(snapshot(folder)).sort()).toEqual(PUBLISHED);
    },
  );
});

describe('settle', () => {
  it('does nothing when no publication was interrupted', async () => {
    expect(await settle(openLocalFolder(join(home, 'none')), heldLease)).toBe('nothing');
    expect(existsSync(join(home, 'none'))).toBe(false);
  });

  it.each([
    ['{"version":1', /^\S+\/_dedup\/journal\.json is not a journal that this program can read \(.+\), so an inter/],
    [
      '{"version":9}',
      /\(version is 9, expected 3\), so .+: finish it with the version that began it, or remove that file/,
    ],
  ])('refuses a journal that it cannot read: %s', async (text, message) => {
    write(home, { '_dedup/journal.json': text });
    await expect(settle(openLocalFolder(home), heldLease)).rejects.toMatchObject({
      exitCode: 74,
      message: expect.stringMatching(message),
    });
  });

  it('loses no old part when another program removed the staged files, at whichever step the run was killed', async () => {
    const before = localPlace(join(home, 'before'));
    await (await replaceAll(before, OLD, OLD_FILES))();
    const old = await before.snapshot();
    const outcomes: string[] = [];
    for (let at = 1; ; at++) {
      const folder = join(home, `out-${at}`);
      const place = localPlace(folder);
      await place.write(old);
      const { struck } = await place.strike('kill', at, await replaceAll(place));
      if (!struck) break;
      rmSync(join(folder, '_temporary'), { recursive: true, force: true });
      const outcome = await settle(openLocalFolder(folder), heldLease).catch((error) => error.message as string);
      outcomes.push(outcome.replace(/^.*can be neither finished.*$/s, 'refused'));
      const now = snapshot(folder);
      // when settling is refused, every new part is visible and only their summary is missing
      const isNew = outcome !== 'back' && now[`part-00000-${NEW}`] !== undefined;
      expect(now).toMatchObject(isNew ? NEW_FILES : OLD_FILES);
    }
    expect(new Set(outcomes)).toEqual(new Set(['nothing', 'back', 'refused', 'forward']));
  });

  it('refuses when neither the new output nor the old one is complete', async () => {
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
    await expect(settle(openLocalFolder(folder), heldLease)).rejects.toMatchObject({
      exitCode: 74,
      message:
        `the publication of run ${NEW} was interrupted and can be neither finished (${folder}/part-00001-${NEW} is gone ` +
        `or changed) nor undone (part-00000-${OLD} is gone): bring one of them back, or remove ` +
        `${folder}/_dedup/journal.json and replace the output`,
    });
  });
});
