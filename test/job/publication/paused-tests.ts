import { previousOutput } from '../../../job/publication/previous-output';
import { abandon, publish } from '../../../job/publication/publish';
import { settle, sweep } from '../../../job/publication/settle';
import type { Failure } from '../../../job/shared/failure';
import type { Lease, OutputStore } from '../../../job/store/store';
import { withLease } from '../../../job/store/with-lease';
import { Actor, type Fate } from './paused';
import { BUSIEST, type Files, NEW, OLD, type Place, publicationOf, SITUATIONS, stage } from './publication';

const B = '20260303t000000z-cccccc';
const C = '20260404t000000z-dddddd';
const RUNS = [OLD, NEW, B, C];

/** An output that attributes every storage operation to an actor, and checks the visible files after each operation. */
export interface WatchedPlace extends Place {
  /** Makes the lease of the present holder expire, as five minutes without renewal do. */
  expire(): Promise<void>;
  /** The inconsistent states that were seen. */
  readonly wrong: readonly string[];
}

/** The distance between the steps at which runs are paused: for a single run, and for each run of a pair. */
export interface Strides {
  readonly alone: number;
  readonly first: number;
  readonly other: number;
  /**
   * Whether the other run is also killed. A run that is paused until the first one has ended leaves the same files to the
   * first one.
   */
  readonly kills: boolean;
}

/** Describes an inconsistent state: with `_SUCCESS`, parts of several runs, or only some parts of one run. */
export function whatIsWrong(names: readonly string[]): string | undefined {
  if (!names.includes('_SUCCESS')) return undefined;
  const parts = names.filter((name) => name.startsWith('part-'));
  const runs = new Set(parts.map((name) => name.split('-').slice(2).join('-')));
  if (runs.size === 1 && parts.length === partsOf([...runs][0] as string)) return undefined;
  return `with _SUCCESS: ${parts.join(' ')}`;
}

function partsOf(run: string): number {
  return run === OLD ? 3 : 2;
}

function filesOf(run: string): Files {
  const names = [`part-00000-${run}`, `part-00001-${run}`, `_rejected/part-00000-${run}.jsonl`];
  return Object.fromEntries(names.map((name) => [name, `of ${name}`]));
}

/** Stages the files of a run, and returns the publication that replaces the present output. */
async function prepared(store: OutputStore, run: string) {
  const previous = await previousOutput(store);
  const makes = await stage(store, run, filesOf(run));
  const setAside = [...previous.foreign, ...previous.changed];
  return publicationOf(run, makes, { replaces: previous.own, setAside });
}

/** Publishes as `run` does. */
function published(store: OutputStore, lease: Lease, run: string, publication: () => ReturnType<typeof prepared>) {
  return withLease(
    lease,
    () => undefined,
    async () => {
      try {
        await publish(store, lease, await publication());
      } catch (error) {
        await abandon(store, lease, run, error);
      }
    },
  );
}

async function wholeRun(store: OutputStore, run: string): Promise<void> {
  const lease = await store.takeLease({ run });
  await published(store, lease, run, async () => {
    await settle(store, lease);
    await sweep(store, lease);
    return prepared(store, run);
  });
}

export function testPaused(newPlace: () => Promise<WatchedPlace>, strides: Strides): void {
  let template: Files;
  /** The files before the runs, which are made once, because they are the same in every test. */
  let made: Files | undefined;

  beforeEach(async () => {
    if (made === undefined) {
      const place = await newPlace();
      await (SITUATIONS[BUSIEST] as (place: Place) => Promise<void>)(place);
      made = await place.snapshot();
    }
    template = made;
  });

  /** The first run, paused in its publication; undefined if the run ends before that step. */
  async function pausedFirst(at: number, isBroken: boolean) {
    const place = await newPlace();
    await place.write(template);
    const store = place.open();
    const lease = await store.takeLease({ run: NEW });
    const publication = await prepared(store, NEW);
    if (isBroken) await place.lose(NEW, `part-00001-${NEW}`);
    const first = new Actor({ pausedAt: at });
    const isPaused = await first.work(() => published(store, lease, NEW, async () => publication));
    if (!isPaused) {
      expect(place.wrong).toEqual([]);
      return undefined;
    }
    await place.expire();
    const { _SUCCESS: success } = await place.snapshot();
    return { place, first, wasDone: success === `${NEW}\n` };
  }

  async function other(place: WatchedPlace, run: string, fate: Fate = {}) {
    const actor = new Actor(fate);
    const hasMet = await actor.work(() => wholeRun(place.open(), run));
    if ('killedAt' in fate || 'pausedAt' in fate) await place.expire();
    return { actor, hasMet };
  }

  function requireEnd(error: unknown): void {
    if (error === undefined) return;
    const { exitCode, message } = error as Failure;
    expect(`${exitCode}: ${message}`).toMatch(/^73: lost /);
  }

  /** Settles as the next command does, and requires exactly one complete output. Returns the run that it belongs to. */
  async function requireWhole(place: WatchedPlace): Promise<string> {
    await place.expire();
    const store = place.open();
    const lease = await store.takeLease({ run: '20260505t000000z-eeeeee' });
    await settle(store, lease);
    await sweep(store, lease);
    await lease.release();
    expect(place.wrong).toEqual([]);
    const now = await place.snapshot();
    const run = RUNS.find((each) => now[`part-00000-${each}`] !== undefined) as string;
    if (run === OLD) {
      expect(now).toEqual(template);
      return run;
    }
    expect(now).toMatchObject({ ...filesOf(run), _SUCCESS: `${run}\n`, '_dedup/report.html': `<p>${run}</p>` });
    expect(JSON.parse(String(now['_dedup/summary.json'])).run).toBe(run);
    const known = [...Object.keys(filesOf(run)), '_SUCCESS', '_dedup/summary.json', '_dedup/report.html'];
    const theirs = ['.hidden', '_rejected/mine', '_temporary/0/x'];
    const rest = Object.keys(now).filter((name) => !known.includes(name) && !theirs.includes(name));
    const aside = rest.map((name) => name.replace(/^_replaced\/[^/]+\//, '')).sort();
    expect(aside).toEqual(['_SUCCESS', `part-00001-${OLD}`, 'sub/deep.csv', 'theirs.csv']);
    for (const name of rest) expect(now[name]).toBe(template[name.replace(/^_replaced\/[^/]+\//, '')]);
    return run;
  }

  describe.each([
    ['is paused as it publishes', false],
    ['is paused as it publishes, or undoes it', true],
  ])('a run that %s', (_, isBroken) => {
    it('changes nothing of the output of another run that completed meanwhile', async () => {
      let pauses = 0;
      for (let at = 1; ; at += isBroken ? Math.max(2, strides.alone) : strides.alone) {
        const paused = await pausedFirst(at, isBroken);
        if (paused === undefined) break;
        const { place, first, wasDone } = paused;
        expect(await (await other(place, B)).actor.resume()).toBeUndefined();
        const error = await first.resume();
        if (!isBroken) requireEnd(error);
        if (!wasDone) expect(error).toBeDefined();
        expect(await requireWhole(place)).toBe(B);
        pauses += 1;
      }
      expect(pauses).toBeGreaterThan(2);
    });

    it('changes nothing of another run that is paused too, whichever of them continues first', async () => {
      let pauses = 0;
      for (let at = 1; ; at += strides.first) {
        for (let pausedAt = 1; ; pausedAt += strides.other) {
          const paused = await pausedFirst(at, isBroken);
          if (paused === undefined) {
            expect(pauses).toBeGreaterThan(2);
            return;
          }
          const { place, first } = paused;
          const { actor, hasMet } = await other(place, B, { pausedAt });
          const isFollowed = pauses % 2 === 1;
          if (isFollowed) expect(await (await other(place, C)).actor.resume()).toBeUndefined();
          const order = pauses % 4 < 2 ? [first, actor] : [actor, first];
          const errors = new Map<Actor, unknown>();
          for (const each of order) errors.set(each, await each.resume());
          for (const [each, error] of errors) if (!isBroken || each === actor) requireEnd(error);
          const whose = await requireWhole(place);
          // the other run may have been paused before it took the lease
          if (isFollowed) expect(errors.get(actor) === undefined ? [B, C] : [C]).toContain(whose);
          if (!hasMet) break;
          pauses += 1;
        }
      }
    });

    if (!strides.kills) return;

    it('changes nothing of another run that was killed meanwhile, nor of a third run that took over', async () => {
      let kills = 0;
      for (let at = 1; ; at += strides.first) {
        for (let killedAt = 1; ; killedAt += strides.other) {
          const paused = await pausedFirst(at, isBroken);
          if (paused === undefined) {
            expect(kills).toBeGreaterThan(2);
            return;
          }
          const { place, first } = paused;
          const { hasMet } = await other(place, B, { killedAt });
          const isFollowed = kills % 2 === 1;
          if (isFollowed) expect(await (await other(place, C)).actor.resume()).toBeUndefined();
          const error = await first.resume();
          if (!isBroken) requireEnd(error);
          const whose = await requireWhole(place);
          if (isFollowed) expect(whose).toBe(C);
          if (!hasMet) break;
          kills += 1;
        }
      }
    });
  });
}
