/** Rules for every document of this repository. test/program/documented-commands.test.ts runs their command lines. */

import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Command } from 'commander';
import { globSync } from 'tinyglobby';
import { completionCommand } from '../../job/command/completion/command';
import { program } from '../../job/command/program';
import { operateCommands } from '../../lib/operate/program';
import { scripts } from '../../package.json';
import { ROOT } from '../support/command';
import { commandLines, namedCommands } from '../support/command-lines';
import { codeSpans, documents, readDocument } from '../support/documents';

/** As `wc -w` counts them. A person reads so many in five minutes. */
const MOST_WORDS = 1500;

const shown = documents().map((name) => ({ name, text: readDocument(name) }));

/** Targets of the links to this repository, by their paths from the root, with `#heading` where they have one. */
function linksOf(name: string, text: string): string[] {
  const targets = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target as string);
  const own = targets.filter((target) => !/^[a-z]+:/.test(target));
  return own.map((target) => (target.startsWith('#') ? `${name}${target}` : join(dirname(name), target)));
}

const sourcesBelow = (cwd: string) =>
  globSync('**/*.{ts,mjs,cjs,py,sh}', {
    cwd,
    ignore: '**/{node_modules,.venv,.hadoop*,.versitygw,dist,out,cdk.out}/**',
  });

/** The names that headings have in links. */
function anchorsOf(text: string): string[] {
  const headings = [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading]) => heading as string);
  return headings.map((heading) =>
    heading
      .toLowerCase()
      .replaceAll(/[^a-z0-9 -]/g, '')
      .replaceAll(' ', '-'),
  );
}

/** By command the options that its help shows. */
function optionsByCommand(): Map<string, ReadonlySet<string>> {
  const addCommands = (root: Command) => {
    operateCommands(root, () => '');
    completionCommand(root, '');
  };
  const { commands } = program([], { addCommands });
  const flags = (command: Command) => command.options.flatMap(({ short, long }) => [short, long]);
  return new Map(commands.map((each) => [each.name(), new Set(['--help', ...flags(each)].map(String))]));
}

it('README.md has at most 1,500 words', () => {
  expect(readDocument('README.md').split(/\s+/).filter(Boolean).length).toBeLessThanOrEqual(MOST_WORDS);
});

it.each(shown)('$name has links to files and headings that exist', ({ name, text }) => {
  const missing = linksOf(name, text).filter((link) => {
    const [target = '', anchor] = link.split('#');
    if (!existsSync(join(ROOT, target))) return true;
    return anchor !== undefined && !anchorsOf(readDocument(target)).includes(anchor);
  });
  expect(missing).toEqual([]);
});

it.each(shown)('$name names sources that exist', ({ name, text }) => {
  const named = codeSpans(text).filter((span) => /^[\w./-]+\.(ts|mjs|cjs|py|sh)$/.test(span));
  const below = [...new Set([dirname(name), '.'])].flatMap((cwd) => sourcesBelow(join(ROOT, cwd)));
  expect(named.filter((span) => !below.some((file) => `/${file}`.endsWith(`/${span}`)))).toEqual([]);
});

it('README.md leads to every document', () => {
  const reached = new Set(['README.md']);
  for (const name of reached) {
    const targets = linksOf(name, readDocument(name)).map((link) => link.split('#')[0] as string);
    for (const target of targets) if (target.endsWith('.md')) reached.add(target);
  }
  expect([...reached].sort()).toEqual(shown.map(({ name }) => name));
});

it('no document has npx fetch the program of a stranger that is called dedup', () => {
  const texts = [...shown, { name: 'bin/sample.mjs', text: readFileSync(join(ROOT, 'bin/sample.mjs'), 'utf8') }];
  for (const { name, text } of texts) {
    expect({ name, npx: text.match(/npx (-\S+ )*dedup\b.*/g) }).toEqual({ name, npx: null });
  }
});

it('commands, options and scripts that documents name exist', () => {
  const lines = shown.flatMap(({ text }) => [...namedCommands(text), ...commandLines(text)]);
  const options = optionsByCommand();
  const wrong = lines.filter((line) => {
    const [, script] = /^npm run ([a-z-]+)/.exec(line) ?? [];
    if (script !== undefined) return !Object.hasOwn(scripts, script);
    const [, name, rest = ''] = /^(?:dedup|node dist\/dedup\.js) ([a-z]+)\b(.*)/.exec(line) ?? [];
    const given = [...rest.matchAll(/ (--?[a-z][a-z-]*)/g)].map(([, option]) => option as string);
    return name !== undefined && !given.every((option) => options.get(name)?.has(option));
  });
  expect(lines.length).toBeGreaterThan(100);
  expect(wrong).toEqual([]);
});
