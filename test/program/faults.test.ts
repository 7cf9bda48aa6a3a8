/**
 * Kills `dedup run` at random moments. As long as `_SUCCESS` exists, a reader always sees one complete output, and the
 * next command on the output finishes or undoes the publication that the killed run left behind.
 */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Running, seenWhile, startDedup } from '../support/command';
import { folderOnDisk, namesBelow, writeFiles } from '../support/folder';
import { ledgerLocations } from '../support/ledger';
import { MOVIES, oracle, sortedLines } from '../support/oracle';
import { isComplete, readOutput } from '../support/output';
import { Random } from '../support/random';
import { randomRatings } from '../support/records';
import { dedupResident as dedup } from '../support/resident';

const SEED = 4711;
// the project `drills` kills more often
declare const IS_DRILL: boolean;
const KILLS = IS_DRILL ? 30 : 5;
/** The kills of a first run, and of nights with new files. */
const OTHER_KILLS = IS_DRILL ? 8 : 3;
/** More attempts than kills, because some runs end before their moment comes. */
const ATTEMPTS = 3 * KILLS;
const SOURCES = ['old', 'new'] as const;
type Source = (typeof SOURCES)[number];

/** The drill takes long on a busy machine. */
jest.setTimeout(600_000);

const HOW = ['--bad-records', 'keep', '--parts', '8', '--threads', '2', '--quiet'];

interface Answer {
  readonly kept: readonly string[];
  readonly rejects: readonly { readonly offset: number; readonly reason: string }[];
}

function answerTo(input: string): Answer {
  const { kept, rejects } = oracle([Buffer.from(input, 'latin1')], MOVIES);
  return { kept, rejects: rejects.map(({ offset, reason }) => ({ offset, reason })) };
}

function answerOf(output: string): Answer {
  const { records, rejects } = readOutput(output);
  const kept = sortedLines(Buffer.from(records, 'latin1'));
  return { kept, rejects: rejects.map(({ offset, reason }) => ({ offset, reason })) };
}

/** A run is killed after this number of changes to the output, counted since the start of the run or of publication. */
interface Moment {
  readonly since: 'start' | 'journal';
  readonly changes: number;
}

const NEVER: Moment = { since: 'start', changes: Number.POSITIVE_INFINITY };

/** Kills the run at the moment. Returns how many changes were seen since the start and since the journal appeared. */
async function killAt(running: Running, output: string, moment: Moment): Promise<Record<Moment['since'], number>> {
  const seen = { start: 0, journal: 0 };
  let last = namesBelow(output).join();
  await seenWhile(running, () => {
    const now = namesBelow(output).join();
    const hasJournal = seen.journal > 0 || now.includes('journal');
    if (now !== last) {
      seen.start++;
      if (hasJournal) seen.journal++;
    }
    last = now;
    return seen[moment.since] > moment.changes;
  });
  running.kill('SIGKILL');
  await running.ended;
  return seen;
}

function randomMoment(random: Random, seen: Record<Moment['since'], number>): Moment {
  const since = random.pick(['start', 'journal', 'journal'] as const);
  return { since, changes: random.int(0, seen[since]) };
}

function leftovers(output: string): string[] {
  return namesBelow(output).filter((name) => /_temporary|journal|lease|\.dedup-/.test(name));
}

test(`a killed run leaves either the old output or the new one (seed ${SEED})`, async () => {
  const random = new Random(SEED);
  const inputs = { old: randomRatings(random, 600), new: randomRatings(random, 600) };
  const answers = { old: answerTo(inputs.old), new: answerTo(inputs.new) };
  const home = folderOnDisk({ 'old/a': inputs.old, 'new/a': inputs.new, 'bad/a': 'heat\n' });
  const output = join(home, 'out');
  const run = (source: Source) => ['run', source, '--output', 'out', ...HOW];
  const published: Source[] = [];
  /** The source, old or new, whose answer the output holds. */
  const answerThere = (): Source | 'neither' => {
    const found = answerOf(output);
    return SOURCES.find((source) => JSON.stringify(answers[source]) === JSON.stringify(found)) ?? 'neither';
  };

  const seen = await killAt(startDedup(run('old'), { cwd: home }), output, NEVER);
  expect(answerThere()).toBe('old');
  const story: string[] = [];
  let kills = 0;
  for (let attempt = 0; kills < KILLS && attempt < ATTEMPTS; attempt++) {
    const source = SOURCES[(attempt + 1) % 2] as Source;
    const running = startDedup(run(source), { cwd: home });
    const moment = randomMoment(random, seen);
    await killAt(running, output, moment);
    const { signal } = await running.ended;
    if (signal === 'SIGKILL') kills++;
    story.push(`${source} ${signal} ${JSON.stringify(moment)}: ${namesBelow(output).length} names`);
    if (isComplete(output)) expect({ story, there: answerThere() }).not.toEqual({ story, there: 'neither' });
    // this command is killed while it settles the publication; the next command settles it again
    if (random.chance(0.3)) continue;

    const next = random.pick(['run', 'run that fails', 'verify']);
    story.push(next);
    if (next === 'run') {
      const other = random.pick(SOURCES);
      expect({ story, ...(await dedup(run(other), { cwd: home })) }).toMatchObject({ story, exitCode: 0, stderr: '' });
      expect({ story, there: answerThere() }).toEqual({ story, there: other });
      published.push(other);
    } else {
      const args = next === 'verify' ? ['verify', 'out'] : ['run', 'bad', '--output', 'out'];
      const outcome = await dedup(args, { cwd: home });
      expect({ story, ...outcome }).toMatchObject({ story, exitCode: next === 'verify' ? 0 : 65 });
      expect({ story, there: answerThere() }).not.toEqual({ story, there: 'neither' });
    }
    expect({ story, isComplete: isComplete(output) }).toEqual({ story, isComplete: true });
    // an interrupted publication is the only thing that verify changes
    const left = leftovers(output).filter((name) => next !== 'verify' || name === '_dedup/journal.json');
    expect({ story, left }).toEqual({ story, left: [] });
    expect({ story, ...(await dedup(['verify', 'out'], { cwd: home })) }).toMatchObject({ story, exitCode: 0 });
  }
  expect({ story, isEnough: kills >= 0.8 * KILLS }).toEqual({ story, isEnough: true });
  expect(new Set(published)).toEqual(new Set(SOURCES));
});

test(`a killed first run leaves either a complete output or one without _SUCCESS (seed ${SEED})`, async () => {
  const random = new Random(SEED);
  const input = randomRatings(random, 600);
  const args = ['run', 'in', '--output', 'new/folder/out', ...HOW];
  const whole = folderOnDisk({ 'in/a': input });
  const seen = await killAt(startDedup(args, { cwd: whole }), join(whole, 'new'), NEVER);
  for (let kill = 0; kill < OTHER_KILLS; kill++) {
    const home = folderOnDisk({ 'in/a': input });
    const output = join(home, 'new/folder/out');
    const moment = randomMoment(random, seen);
    await killAt(startDedup(args, { cwd: home }), join(home, 'new'), moment);
    const place = { kill, moment };
    if (isComplete(output)) expect({ place, ...answerOf(output) }).toEqual({ place, ...answerTo(input) });
    expect({ place, ...(await dedup(args, { cwd: home })) }).toMatchObject({ place, exitCode: 0, stderr: '' });
    expect({ place, ...answerOf(output) }).toEqual({ place, ...answerTo(input) });
    expect({ place, left: leftovers(output) }).toEqual({ place, left: [] });
    expect(await dedup(['verify', output])).toMatchObject({ exitCode: 0 });
  }
});

test(`a killed run with --new-only leaves a ledger of exactly the files whose records are there (seed ${SEED})`, async () => {
  const random = new Random(SEED);
  const home = folderOnDisk();
  const output = join(home, 'out');
  const add = (night: number) => writeFiles(home, { [`in/${night}`]: randomRatings(random, 300) });
  const answerToFiles = (names: readonly string[]) => {
    return oracle(
      names.map((name) => readFileSync(name)),
      MOVIES,
    ).kept;
  };
  const runNew = ['run', 'in', '--output', 'out', '--new-only', '--bad-records', 'drop', '--parts', '4', '--quiet'];
  add(0);
  const seen = await killAt(startDedup(runNew, { cwd: home }), output, NEVER);
  for (let night = 1; night <= OTHER_KILLS; night++) {
    add(night);
    const moment = randomMoment(random, seen);
    await killAt(startDedup(runNew, { cwd: home }), output, moment);
    const place = { night, moment };
    // the next command finishes or undoes the publication
    expect({ place, ...(await dedup(['verify', 'out'], { cwd: home })) }).toMatchObject({ place, exitCode: 0 });
    const known = ledgerLocations(output);
    expect({ place, kept: answerOf(output).kept }).toEqual({ place, kept: answerToFiles(known) });
    expect([night, night + 1]).toContain(known.length);
    expect({ place, ...(await dedup(runNew, { cwd: home })) }).toMatchObject({ place, exitCode: 0 });
    const all = namesBelow(join(home, 'in')).map((name) => join(home, 'in', name));
    expect({ place, known: ledgerLocations(output) }).toEqual({ place, known: all });
    expect({ place, kept: answerOf(output).kept }).toEqual({ place, kept: answerToFiles(all) });
    // where the killed run had published, nothing was new, and the next run that publishes sweeps
    if (known.length === night) expect({ place, left: leftovers(output) }).toEqual({ place, left: [] });
  }
});
