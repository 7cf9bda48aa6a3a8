/** The tables of the READMEs against the code: one source for every fact. */

import fs from 'node:fs';
import path from 'node:path';
import type { Command } from 'commander';
import { globSync } from 'tinyglobby';
import { TABLE_NAMES, tablesIn, withTables } from '../../bin/readme-tables';
import { program } from '../../job/command/program';
import { EXIT } from '../../job/shared/exit';
import { MOST_BYTES, MOST_NOTE_BYTES } from '../../job/shared/stored-document';
import { operateCommands } from '../../lib/operate/program';
import { DEFAULT_STACK } from '../../lib/operate/target/options';

const ROOT = path.join(__dirname, '../..');
const read = (name: string) => fs.readFileSync(path.join(ROOT, name), 'utf8');
const README = read('README.md');
const OF_OTHERS = ['**/{node_modules,.venv,.hadoop*}/**'];

/** Cells of the rows of the table whose first heading is `heading`. */
function table(text: string, heading: string): string[][] {
  const lines = text.split('\n');
  const start = lines.findIndex((line) => line.startsWith(`| ${heading} |`));
  const end = lines.findIndex((line, i) => i > start && !line.startsWith('|'));
  return lines.slice(start + 2, end).map((line) => line.split(' | ').map((cell) => cell.replace(/^\| | \|$/g, '')));
}

it('never has npx fetch what a stranger calls dedup', () => {
  for (const name of ['README.md', 'job/README.md', 'test/aws/README.md', 'test/yarn/README.md', 'bin/sample.mjs']) {
    expect({ name, npx: read(name).match(/npx (-\S+ )*dedup\b.*/g) }).toEqual({ name, npx: null });
  }
});

describe('tables that come from the code', () => {
  const readmes = globSync(['README.md', '{job,lib,test}/**/README.md'], { cwd: ROOT, ignore: OF_OTHERS });

  it.each(readmes)('stand in %s as the code has them', (name) => {
    const text = read(name);
    expect(text).toBe(withTables(text));
  });

  it('stand in one README each', () => {
    expect(readmes.flatMap((name) => tablesIn(read(name))).sort()).toEqual([...TABLE_NAMES].sort());
  });
});

it('names the options of run that yarn has not, and how many of the options of yarn plan has', () => {
  const listed = (name: string) => {
    const found = program([], {}).commands.find((command) => command.name() === name);
    return (found?.options ?? []).map(({ flags }) => flags);
  };
  const ofYarn = table(README, 'yarn option').map(([flags]) => flags?.replaceAll('`', ''));
  expect(listed('plan')).toEqual([...ofYarn.slice(0, 5), '--json']);
  const dropped = listed('run').filter((flags) => !listed('yarn').includes(flags));
  expect(dropped).toEqual(['--threads <N>', '--memory <size>', '--temp <folder>']);
  expect(README).toContain('It has the options of `run` but for `--threads`, `--memory` and `--temp`, and these:');
});

it('lists every command that operates a deployment, and each of their options with its default', () => {
  const job = new Set(program([], {}).commands.map((command) => command.name()));
  const addCommands = (root: Command) => operateCommands(root, () => '');
  const all = program([], { addCommands }).commands.filter((command) => !job.has(command.name()));
  const names = all.map((command) => command.name());
  expect(table(README, 'command').map(([name]) => name)).toEqual(names.map((name) => `\`dedup ${name}\``));
  const yarn = program([], {}).commands.find((command) => command.name() === 'yarn');
  const passedOn = new Set(yarn?.options.map(({ flags }) => flags));
  const takenBack = all.find((command) => command.name() === 'submit')?.options.filter(({ negate }) => negate) ?? [];
  const submit = README.split('\n').find((line) => line.startsWith('| `dedup submit` |')) ?? '';
  expect(submit.match(/--no-[a-z-]+/g)).toEqual(takenBack.map(({ flags }) => flags));
  for (const { flags } of takenBack) passedOn.add(flags);
  const own = new Map<string, { readonly of: string[]; readonly defaultValue: unknown }>();
  for (const command of all) {
    for (const { flags, defaultValue } of command.options) {
      if (command.name() === 'submit' && passedOn.has(flags) && flags !== '--json') continue;
      const { of } = own.get(flags) ?? { of: [] };
      own.set(flags, { of: [...of, command.name()], defaultValue });
    }
  }
  const rows = table(README, 'operating option');
  expect(new Set(rows.map(([flags]) => flags))).toEqual(new Set([...own.keys()].map((flags) => `\`${flags}\``)));
  for (const [flags = '', value, of] of rows) {
    const option = own.get(flags.replaceAll('`', ''));
    const listed =
      of === 'all but doctor and report'
        ? names.filter((name) => !['doctor', 'report'].includes(name))
        : of?.split(', ');
    expect([flags, option?.of]).toEqual([flags, listed]);
    if (typeof option?.defaultValue === 'string') expect(value).toBe(`\`${option.defaultValue}\``);
  }
  expect(rows.find(([flags]) => flags === '`--stack <name>`')?.[1]).toBe(`\`${DEFAULT_STACK}\``);
});

it('lists every exit code', () => {
  const codes = table(README, 'exit code').map(([code]) => code);
  expect(codes).toEqual([...Object.values(EXIT).map(String), '128 + n']);
});

it('lists the most bytes of every document that is read back', () => {
  const rows = table(read('job/README.md'), 'document').map(([name, bytes]) => [name?.replaceAll('`', ''), bytes]);
  const expected = [...Object.entries(MOST_BYTES), ['any other: notes of failed tasks', MOST_NOTE_BYTES]];
  expect(rows).toEqual(expected.map(([name, bytes]) => [name, String(bytes)]));
});

it('lists every script', () => {
  const own = Object.keys(JSON.parse(read('package.json')).scripts);
  // npm runs prepack by itself, before it packs
  const scripts = own.map((name) => (name === 'prepack' ? 'pack' : name));
  const listed = table(README, 'script').map(([name]) => name?.replace(/`npm (run )?([a-z-]+)`/, '$2'));
  expect(listed.sort()).toEqual(scripts.sort());
});

it('has a line for every file and folder of job/', () => {
  const listed = [...read('job/README.md').matchAll(/^ {4}([a-z-]+(?:\.ts|\/)) {2,}/gm)].map(
    ([, name]) => name as string,
  );
  const present = fs.readdirSync(path.join(ROOT, 'job'), { withFileTypes: true });
  const names = present.map((entry) => (entry.isDirectory() ? `${entry.name}/` : entry.name));
  expect(listed.sort()).toEqual(names.filter((name) => name !== 'README.md').sort());
});
