/** Combines several cases of test/fixtures/program (see test/program/fixtures.test.ts) into one input. */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './command';
import type { Files } from './folder';

const FIXTURES = join(ROOT, 'test', 'fixtures', 'program');

/** The cases with exactly these arguments whose files can be read, if necessary with `--bad-records keep`. */
export function fixturesWith(...args: readonly string[]): Files {
  const cases = readdirSync(FIXTURES).filter((name) => {
    const own = textOf(name, 'args').split('\n').filter(Boolean);
    return own.join() === args.join() && !/cannot unpack|is not packed|header/.test(textOf(name, 'expected.error'));
  });
  return Object.fromEntries(cases.flatMap((name) => filesOf(name)));
}

/** One case, to be run alone. */
export interface Fixture {
  readonly folder: string;
  readonly args: readonly string[];
  /** The expected records, if no error is expected. */
  readonly expected: string;
  readonly error: null | { readonly exitCode: number; readonly message: string };
}

export function fixture(name: string): Fixture {
  const [exitCode, message = ''] = textOf(name, 'expected.error').split('\n');
  return {
    folder: join(FIXTURES, name),
    args: textOf(name, 'args').split('\n').filter(Boolean),
    expected: textOf(name, 'expected'),
    error: exitCode === '' ? null : { exitCode: Number(exitCode), message },
  };
}

function filesOf(name: string): [string, Buffer][] {
  const folder = join(FIXTURES, name, 'in');
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => [`in/${name}/${file.slice(folder.length + 1)}`, readFileSync(file)]);
}

function textOf(name: string, file: string): string {
  const path = join(FIXTURES, name, file);
  return existsSync(path) ? readFileSync(path, 'latin1') : '';
}
