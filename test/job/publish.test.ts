import { cpSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { settle, sweep } from '../../job/publish';
import { openLocalFolder } from '../../job/store/local-folder';
import {
  BUSIEST,
  type Files,
  makeHome,
  NEW,
  NEW_FILES,
  OLD,
  OLD_FILES,
  removeHome,
  replaceAll,
  SITUATIONS,
  snapshot,
} from './publication';
import { Faults } from './store/faults';

let home: string;
beforeEach(async () => {
  home = await makeHome();
});
afterEach(() => removeHome(home));

describe.each(Object.keys(SITUATIONS))('%s', (situation) => {
  let template: string;
  let before: Files;
  let after: Files;
  let folders = 0;

  /** A fresh copy of the situation, with the new parts staged, and what publishes them. */
  async function prepared(): Promise<{ folder: string; run: () => Promise<void> }> {
    folders += 1;
    const folder = join(home, `out-${folders}`);
    cpSync(template, folder, { recursive: true });
    return { folder, run: await replaceAll(folder) };
  }

  /** Settles as the next run would, and requires that one of the two states is there, and nothing else. */
  async function requireWhole(folder: string): Promise<'before' | 'after'> {
    const store = openLocalFolder(folder);
    await settle(store);
    await sweep(store);
    const now = snapshot(folder);
    const state = now[`part-00000-${NEW}`] === undefined ? 'before' : 'after';
    expect(now).toEqual(state === 'before' ? before : after);
    return state;
  }

  beforeEach(async () => {
    template = join(home, 'template');
    mkdirSync(template);
    await (SITUATIONS[situation] as (folder: string) => Promise<void>)(template);
    before = snapshot(template);
    const { folder, run } = await prepared();
    await run();
    after = snapshot(folder);
  });

  it('is published, and nothing of anybody else is lost', () => {
    const isOurs = (name: string) =>
      name.startsWith('_dedup/') || name === '_SUCCESS' || before[name] === OLD_FILES[name];
    const theirs = Object.entries(before).filter(
      ([name, text]) => !isOurs(name) || (name === '_SUCCESS' && text !== ''),
    );
    for (const [name, text] of theirs) expect([after[name], after[`_replaced/${NEW}/${name}`]]).toContain(text);
    for (const [name, text] of Object.entries(NEW_FILES)) expect(after[name]).toBe(text);
    expect(Object.keys(after).filter((name) => name.includes(OLD) && !name.startsWith('_replaced/'))).toEqual([]);
    expect(after).toMatchObject({ _SUCCESS: '', '_dedup/report.html': `<p>${NEW}</p>` });
    expect(JSON.parse(String(after['_dedup/summary.json'])).run).toBe(NEW);
    expect(after).not.toHaveProperty(['_dedup/journal.json']);
  });

  it('is the old or the new one after a kill at any point', async () => {
    const states: string[] = [];
    for (let at = 1; ; at++) {
      const { folder, run } = await prepared();
      if (!(await new Faults('kill', at).strike(run)).struck) break;
      states.push(await requireWhole(folder));
    }
    expect(states.length).toBeGreaterThan(20);
    expect(states).toEqual([...states].sort().reverse());
    expect(new Set(states).size).toBe(2);
  });

  it('is the old or the new one after an error at any point, at once', async () => {
    const outcomes: string[] = [];
    for (let at = 1; ; at++) {
      const { folder, run } = await prepared();
      const { struck, error } = await new Faults('error', at).strike(run);
      if (!struck) break;
      const now = snapshot(folder);
      const staged = `_temporary/${NEW}`;
      for (const name of Object.keys(now)) if (name.startsWith(staged)) delete now[name];
      expect(now).toEqual(error === undefined ? after : before);
      outcomes.push(error === undefined ? 'done' : 'failed');
      if (error !== undefined)
        expect(error).toMatchObject({ name: 'Failure', message: expect.stringContaining('i/o error') });
    }
    expect(new Set(outcomes).size).toBe(2);
  });

  // The longest way there and back: it has every step of the others.
  if (situation !== BUSIEST) return;

  it('is the old or the new one when what settles it is killed at any point too', async () => {
    let runs = 0;
    for (let at = 1; ; at += 5) {
      const { folder, run } = await prepared();
      if (!(await new Faults('kill', at).strike(run)).struck) break;
      for (let again = 1; ; again++) {
        folders += 1;
        const copy = join(home, `out-${folders}`);
        cpSync(folder, copy, { recursive: true });
        const { struck } = await new Faults('kill', again).strike(() => settle(openLocalFolder(copy)));
        if (!struck) break;
        await requireWhole(copy);
        runs += 1;
      }
    }
    expect(runs).toBeGreaterThan(100);
  });

  it('is the old one when a part is lost before it was visible, however often going back is killed', async () => {
    const lost = `_temporary/${NEW}/part-00001-${NEW}`;
    for (let at = 1; ; at += 4) {
      const { folder, run } = await prepared();
      const { struck } = await new Faults('kill', at).strike(run);
      if (!struck || !existsSync(join(folder, lost))) break;
      rmSync(join(folder, lost));
      for (let again = 1; ; again++) {
        folders += 1;
        const copy = join(home, `out-${folders}`);
        cpSync(folder, copy, { recursive: true });
        const { struck } = await new Faults('kill', again).strike(() => settle(openLocalFolder(copy)));
        expect(await requireWhole(copy)).toBe('before');
        if (!struck) break;
      }
    }
  });
});
