import { settle, sweep } from '../../../job/publication/settle';
import { isOurs } from '../../../job/publication/steps';
import {
  BUSIEST,
  type Files,
  heldLease,
  NEW,
  NEW_FILES,
  OLD,
  OLD_FILES,
  type Place,
  replaceAll,
  SITUATIONS,
} from './publication';

/** The distances between the steps of a publication that are tried. */
export interface Strides {
  /** The kills and errors in the busiest situation, which has the most steps, including all steps of the others. */
  readonly busiest: number;
  /** The same in every other situation. */
  readonly easy: number;
  /** The kills that are followed by a second kill, of the settling command. */
  readonly first: number;
  readonly second: number;
}

/** The protocol of publication, which is the same on every store. `newPlace` makes a new, empty output. */
export function testPublication(newPlace: () => Promise<Place>, strides: Strides): void {
  describe.each(Object.keys(SITUATIONS))('%s', (situation) => {
    const step = situation === BUSIEST ? strides.busiest : strides.easy;
    let before: Files;
    let after: Files;
    /** Both states, which are made once, because they are the same in every test. */
    let made: readonly [before: Files, after: Files] | undefined;

    /** Sets the situation up again with the new parts staged. `run` publishes them. */
    async function prepared(): Promise<{ place: Place; run: () => Promise<unknown> }> {
      const place = await newPlace();
      await place.write(before);
      return { place, run: await replaceAll(place) };
    }

    /** Does the same, and kills the publication at this step; undefined if it ends before that step. */
    async function killed(at: number): Promise<Place | undefined> {
      const { place, run } = await prepared();
      return (await place.strike('kill', at, run)).struck ? place : undefined;
    }

    /** Settles as the next run would, and requires that the output is in exactly one of the two states. */
    async function requireWhole(place: Place): Promise<'before' | 'after'> {
      const store = place.open();
      await settle(store, heldLease);
      await sweep(store, heldLease);
      const now = await place.snapshot();
      const state = now[`part-00000-${NEW}`] === undefined ? 'before' : 'after';
      expect(now).toEqual(state === 'before' ? before : after);
      return state;
    }

    beforeEach(async () => {
      if (made === undefined) {
        const template = await newPlace();
        await (SITUATIONS[situation] as (place: Place) => Promise<void>)(template);
        before = await template.snapshot();
        const { place, run } = await prepared();
        await run();
        made = [before, await place.snapshot()];
      }
      [before, after] = made;
    });

    it('is replaced by the new output, and no file of another program is lost', () => {
      const isTheirs = (name: string, text: string) =>
        name === '_SUCCESS' ? !isOurs(text) : !name.startsWith('_dedup/') && text !== OLD_FILES[name];
      const theirs = Object.entries(before).filter(([name, text]) => isTheirs(name, text));
      for (const [name, text] of theirs) expect([after[name], after[`_replaced/${NEW}/${name}`]]).toContain(text);
      for (const [name, text] of Object.entries(NEW_FILES)) expect(after[name]).toBe(text);
      expect(Object.keys(after).filter((name) => name.includes(OLD) && !name.startsWith('_replaced/'))).toEqual([]);
      expect(after).toMatchObject({ _SUCCESS: `${NEW}\n`, '_dedup/report.html': `<p>${NEW}</p>` });
      expect(JSON.parse(String(after['_dedup/summary.json'])).run).toBe(NEW);
      expect(after).not.toHaveProperty(['_dedup/journal.json']);
    });

    it('is the old or the new output after a kill at any step', async () => {
      const states: string[] = [];
      for (let at = 1; ; at += step) {
        const place = await killed(at);
        if (place === undefined) break;
        states.push(await requireWhole(place));
      }
      expect(states.length).toBeGreaterThan(10 / step);
      expect(states).toEqual([...states].sort().reverse());
      expect(new Set(states).size).toBe(2);
    });

    it('is the old or the new output after an error at any step, even before it is settled', async () => {
      const outcomes: string[] = [];
      for (let at = 1; ; at += step) {
        const { place, run } = await prepared();
        const { struck, error } = await place.strike('error', at, run);
        if (!struck) break;
        const now = await place.snapshot();
        const left = [`_temporary/${NEW}`, ...(error === undefined ? ['_dedup/journal.json'] : [])];
        for (const name of Object.keys(now)) if (left.some((each) => name.startsWith(each))) delete now[name];
        expect(now).toEqual(error === undefined ? after : before);
        expect(await requireWhole(place)).toBe(error === undefined ? 'after' : 'before');
        outcomes.push(error === undefined ? 'done' : 'failed');
        if (error !== undefined)
          expect(error).toMatchObject({ name: 'Failure', message: expect.stringContaining('i/o error') });
      }
      expect(new Set(outcomes).size).toBe(2);
    });

    if (situation !== BUSIEST) return;

    it('is the old or the new output when the settling command is killed at any step too', async () => {
      let runs = 0;
      for (let at = 1; ; at += strides.first) {
        for (let again = 1; ; again += strides.second) {
          const place = await killed(at);
          if (place === undefined) {
            expect(runs).toBeGreaterThan(20 / strides.second);
            return;
          }
          const { struck } = await place.strike('kill', again, () => settle(place.open(), heldLease));
          await requireWhole(place);
          if (!struck) break;
          runs += 1;
        }
      }
    });

    it('is the old output when a staged part is lost, however often the way back is killed', async () => {
      let runs = 0;
      // only the first few steps lie before the parts become visible
      for (let at = 1; ; at += Math.min(strides.first, 2)) {
        for (let again = 1; ; again += strides.second) {
          const place = await killed(at);
          if (place === undefined || !(await place.lose(NEW, `part-00001-${NEW}`))) {
            expect(runs).toBeGreaterThan(5 / strides.second);
            return;
          }
          const { struck } = await place.strike('kill', again, () => settle(place.open(), heldLease));
          expect(await requireWhole(place)).toBe('before');
          if (!struck) break;
          runs += 1;
        }
      }
    });
  });
}
