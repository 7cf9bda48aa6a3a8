/** An output in a new folder for each test, with functions that write and read its files. */

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { openLocalFolder } from '../../../../job/store/local/store';
import type { OutputStore } from '../../../../job/store/store';

export const RUN = '20260101t000000z-aaaaaa';
export const OTHER = '20260202t000000z-bbbbbb';

/** The folder of the test, in which the output does not exist yet. */
export let home: string;
/** The folder of the output. */
export let out: string;
export let store: OutputStore;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'local-folder-'));
  out = join(home, 'out');
  store = openLocalFolder(out);
});
afterEach(() => {
  jest.restoreAllMocks();
  rmSync(home, { recursive: true });
});

export function write(name: string, text: string): void {
  mkdirSync(dirname(join(out, name)), { recursive: true });
  writeFileSync(join(out, name), text);
}

export function text(name: string): string {
  return readFileSync(join(out, name), 'latin1');
}

export async function stage(name: string, content = name) {
  const part = store.openPart(RUN, name, '');
  await part.write(Buffer.from(content));
  return part.finish();
}
