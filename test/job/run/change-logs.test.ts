/** Random change logs against the oracle, however the work is divided, and however a log is cut and merged again. */

import type { Spec } from '../../../job/options/spec';
import { type Change, type ChangeLog, randomChangeLog, shuffled, WRITINGS } from '../../support/change-log';
import { changeOracle, latestChanges } from '../../support/change-oracle';
import { type FormerBytes, type InProcessAnswer, keepLatestOf } from '../../support/in-process';
import { Random } from '../../support/random';
import { randomSplits } from '../../support/random-splits';
import { resolveSpec } from '../../support/record-options';
import { shuffleLatestOf } from '../../support/shuffle';

/** Whether this runs as a drill, which tries 500 logs. */
declare const IS_DRILL: boolean;

/** Logs in groups by their first seeds. */
const GROUPS = IS_DRILL ? [19_000, 19_100, 19_200, 19_300, 19_400] : [19_000];
const LOGS = IS_DRILL ? 100 : 48;
/** The parallelism of the tasks on YARN. */
const TASKS = [1, 3, 16];

/** An output: its records and its deletes, each in canonical order. */
interface Kept {
  readonly records: Buffer;
  readonly deleted: Buffer;
  /** Its parts, with their deletes, where these are merged. */
  readonly former?: readonly FormerBytes[];
}

function keptOf({ records, deleted, parts, deletedParts }: InProcessAnswer): Kept {
  const former = parts.map((alive, i) => ({ alive, deleted: deletedParts[i] as Buffer | null }));
  return { records, deleted, former };
}

const fileOf = (changes: readonly Change[]) => Buffer.from(changes.map(({ line }) => `${line}\n`).join(''), 'latin1');

/** The content of an output of these lines, which stand in any order. */
const sortedBytes = (lines: readonly string[]) => lines.map((line) => `${line}\n`).join('');

/** The lines of a log that are in a file of an output, in the order of their bytes. */
function linesIn(bytes: Buffer, log: ChangeLog): string[] {
  const known = new Set(log.changes.map(({ line }) => `${line}\n`));
  const text = bytes.toString('latin1');
  const found: string[] = [];
  // a record may have newlines in its quotes
  for (let start = 0, end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', end + 1)) {
    const line = text.slice(start, end + 1);
    if (!known.has(line)) continue;
    found.push(line.slice(0, -1));
    start = end + 1;
  }
  return found.sort();
}

function bytesOf({ records, deleted }: Kept): { records: string; deleted: string } {
  return { records: records.toString('latin1'), deleted: deleted.toString('latin1') };
}

/** The pieces of a log, whose records come in their order. */
function cut<T>(random: Random, items: readonly T[], pieces: number): T[][] {
  const borders = Array.from({ length: pieces - 1 }, () => random.int(0, items.length + 1)).sort((a, b) => a - b);
  return [0, ...borders].map((start, i) => items.slice(start, [...borders, items.length][i]));
}

class Trial {
  readonly random: Random;
  readonly log: ChangeLog;
  readonly dialect: Spec;
  private answer: ReturnType<typeof keepLatestOf> | undefined;

  constructor(readonly seed: number) {
    this.random = new Random(seed);
    this.log = randomChangeLog(this.random, WRITINGS[seed % WRITINGS.length] as (typeof WRITINGS)[number]);
    this.dialect = resolveSpec(this.log.options);
  }

  /** Several files, which have the changes in any order: some come late. */
  get files(): Buffer[] {
    return cut(this.random, shuffled(this.random, this.log.changes), this.random.int(1, 4)).map(fileOf);
  }

  whole(): ReturnType<typeof keepLatestOf> {
    this.answer ??= keepLatestOf([fileOf(this.log.changes)], { dialect: this.dialect });
    return this.answer;
  }

  divided() {
    const { random, files, dialect } = this;
    const splits = randomSplits(random, files);
    const arenaBytes = random.pick([64, 8192]) * 1024;
    return keepLatestOf(files, { dialect, splits, arenaBytes, workers: random.int(1, 4), parts: random.int(1, 5) });
  }

  inTasks() {
    const { random, files, dialect, splitsOf } = this;
    const parts = TASKS[this.seed % TASKS.length] as number;
    return shuffleLatestOf(files, { random, dialect, parts, groups: random.int(1, 3), ...splitsOf(files) });
  }

  /**
   * Random splits. Files with quotes are not cut: the simulated tasks do not start again where a cut was wrong, as a run
   * does. test/job/run/quoted.test.ts cuts such files.
   */
  private readonly splitsOf = (files: readonly Buffer[]) =>
    this.dialect.quote === null ? { splits: randomSplits(this.random, files, 3) } : {};

  /** Merges a piece into the output of others, as `--merge` does where their parts are inputs. */
  readonly mergeInputs = async (former: Kept | null, piece: readonly Change[]): Promise<Kept> => {
    const { random, dialect } = this;
    const own = former === null ? [] : [former.records, former.deleted];
    const files = [...own, fileOf(piece)];
    const how = { dialect, own: own.length, parts: random.int(1, 3), workers: random.int(1, 3) };
    return keepLatestOf(files, { ...how, ...this.splitsOf(files) });
  };

  /** Merges a piece into the output of others, as `--merge` does where their parts are merged with those of the run. */
  readonly mergeParts = async (former: Kept | null, piece: readonly Change[]): Promise<Kept> => {
    const { random, dialect, seed } = this;
    const parts = 1 + (seed % 4);
    const files = [fileOf(piece)];
    const how = { dialect, parts, workers: random.int(1, 4), arenaBytes: random.pick([64, 8192]) * 1024 };
    const read = former?.former === undefined ? {} : { former: former.former };
    return keptOf(await keepLatestOf(files, { ...how, ...this.splitsOf(files), ...read }));
  };
}

/** The outputs of all orders, of which those that begin alike share their first merges. */
async function* mergedInEveryOrder(
  merge: Trial['mergeInputs'],
  pieces: readonly (readonly Change[])[],
  order: readonly number[] = [],
  output: Kept | null = null,
): AsyncGenerator<{ order: readonly number[]; output: Kept }> {
  if (order.length === pieces.length) yield { order, output: output as Kept };
  for (const [number, piece] of pieces.entries()) {
    if (order.includes(number)) continue;
    yield* mergedInEveryOrder(merge, pieces, [...order, number], await merge(output, piece));
  }
}

describe.each(GROUPS)(`${LOGS} change logs, seed %i`, (first) => {
  const trials = Array.from({ length: LOGS }, (_, i) => new Trial(first + i));

  it('have the records and deletes of the oracle, however the work is divided', async () => {
    let deletes = 0;
    for (const trial of trials) {
      const { seed, log } = trial;
      const expected = changeOracle(log.changes);
      const whole = await trial.whole();
      expect({ seed, kept: linesIn(whole.records, log), deleted: linesIn(whole.deleted, log) }).toEqual({
        seed,
        ...expected,
      });
      expect({ seed, bytes: whole.records.length + whole.deleted.length }).toEqual({
        seed,
        bytes: sortedBytes([...expected.kept, ...expected.deleted]).length,
      });
      expect({ seed, counts: whole.counts }).toEqual({ seed, counts: expect.objectContaining(countsOf(log)) });
      for (const other of [await trial.divided(), await trial.inTasks()]) {
        expect({ seed, ...bytesOf(other) }).toEqual({ seed, ...bytesOf(whole) });
        expect({ seed, counts: other.counts }).toEqual({ seed, counts: whole.counts });
      }
      deletes += expected.deleted.length;
    }
    expect(deletes).toBeGreaterThan(LOGS);
  });

  it.each([
    [2, 'mergeInputs'],
    [3, 'mergeInputs'],
    [2, 'mergeParts'],
    [3, 'mergeParts'],
  ] as const)('have the same bytes when they are cut in %i and merged in every order by %s', async (pieces, how) => {
    // the parts of records of several lines are always inputs
    const fit = trials.filter(({ dialect }) => how === 'mergeInputs' || dialect.quote === null);
    // every order of three pieces is fifteen merges
    for (const trial of IS_DRILL ? fit : fit.slice(0, LOGS / pieces ** 2)) {
      const { seed, random, log } = trial;
      const whole = bytesOf(await trial.whole());
      const parts = cut(random, shuffled(random, log.changes), pieces);
      let merged = 0;
      for await (const { order, output } of mergedInEveryOrder(trial[how], parts)) {
        expect({ seed, order, ...bytesOf(output) }).toEqual({ seed, order, ...whole });
        merged++;
      }
      expect(merged).toBe(pieces === 2 ? 2 : 6);
    }
  });

  it('forget the deletes before a value of the order, and no others', async () => {
    for (const trial of trials.slice(0, LOGS / 4)) {
      const { seed, log } = trial;
      const { text, value } = log.middle;
      const dialect = resolveSpec({ ...log.options, forgetDeletedBefore: text });
      const { kept } = changeOracle(log.changes);
      const deletes = [...latestChanges(log.changes).values()].filter(({ isDelete }) => isDelete);
      const remembered = deletes.filter(({ order }) => (order[0] as bigint) >= value).map(({ line }) => line);
      const answer = await keepLatestOf([fileOf(log.changes)], { dialect });
      expect({ seed, kept: linesIn(answer.records, log), deleted: linesIn(answer.deleted, log) }).toEqual({
        seed,
        kept,
        deleted: remembered.sort(),
      });
      await expectForgottenAlike(trial, dialect);
      const forgotten = deletes.length - remembered.length;
      expect({ seed, ...answer.counts }).toMatchObject({ seed, deleted: deletes.length, forgotten });
    }
  });
});

/** Merges a piece of a log into the output of another one, where deletes are forgotten only then. */
async function expectForgottenAlike({ seed, random, log, dialect: all }: Trial, dialect: Spec): Promise<void> {
  if (dialect.quote !== null) return;
  const [before = [], after = []] = cut(random, shuffled(random, log.changes), 2);
  const former = keptOf(await keepLatestOf([fileOf(before)], { dialect: all, parts: 2 })).former as FormerBytes[];
  const files = former.flatMap(({ alive, deleted }) => (deleted === null ? [alive] : [alive, deleted]));
  const asInputs = await keepLatestOf([...files, fileOf(after)], { dialect, own: files.length, parts: 2 });
  const asParts = await keepLatestOf([fileOf(after)], { dialect, former, parts: 2 });
  expect({ seed, ...bytesOf(asParts) }).toEqual({ seed, ...bytesOf(asInputs) });
  expect({ seed, counts: asParts.counts }).toEqual({ seed, counts: asInputs.counts });
  expect({ seed, former: asParts.formerLines }).toEqual({ seed, former: asInputs.formerLines });
}

function countsOf({ changes }: ChangeLog) {
  const { kept, deleted } = changeOracle(changes);
  return {
    kept: kept.length,
    deleted: deleted.length,
    forgotten: 0,
    superseded: changes.length - kept.length - deleted.length,
    rejected: 0,
  };
}
