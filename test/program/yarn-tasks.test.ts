/** The commands that Hadoop Streaming starts in containers, connected by the frames of its shuffle. */

import { join } from 'node:path';
import { formatOf } from '../../job/format/formats';
import { lookAt } from '../../job/input/look-at-starts';
import { PLAIN_READING } from '../../job/options/spec';
import type { MapBooks, MapInput, ReduceToken, SplitInput } from '../../job/runner/yarn/contract';
import { shippedHeader } from '../../job/runner/yarn/shipped';
import type { Counts } from '../../job/summary/books';
import { dedup, type Outcome } from '../support/command';
import { homeOf, JOB, map, mapAttempt, PARTS, reduce, reduceAttempt, staged } from '../support/containers';
import type { Files } from '../support/folder';
import { readOutput } from '../support/output';
import { Random } from '../support/random';
import { resolveSpec } from '../support/record-options';
import { RUN, shuffle } from '../support/shuffle';

const MiB = 1024 * 1024;

/** Lines with tabs, carriage returns, zero bytes and invalid UTF-8, bad lines, and a line of one mebibyte. */
function nastyFiles(): Files {
  const random = new Random(77);
  const fields = ['', 'a', 'tab\there', '\r', 'x\ry', '\0', '\xff\xfe', '\xc3', '\u0085', 'heat'];
  const files = [0, 1, 2].map((file) => {
    const lines = Array.from({ length: 400 }, (_, i) =>
      random.chance(0.05) ? 'bad' : `${random.pick(fields)}^${random.pick(fields)}^${random.pick(fields)}^${i % 7}`,
    );
    return [`in/${file}`, `${lines.join('\n')}\nlong^${file % 2}^${'x'.repeat(MiB - 20)}^1\n`];
  });
  return Object.fromEntries(files);
}

/** The map tasks of three splits, and for each part the reduce task that writes it. */
const SHAPES = [
  { slots: 1, maps: [[0], [1], [2]], reduceOf: [0, 1, 2] },
  { slots: 2, maps: [[0], [1, 2]], reduceOf: [0, 1, 1] },
  { slots: 3, maps: [[0, 1, 2]], reduceOf: [0, 0, 0] },
] as const;

test.each(SHAPES)('tasks of $slots slots write the same output as dedup run', async ({ maps, reduceOf }) => {
  const reduces = 1 + (reduceOf.at(-1) as number);
  const home = homeOf(nastyFiles(), { reduces, memoryBytes: 64 * MiB });
  const args = ['run', 'in', '--output', 'expected', '--bad-records', 'keep', '--parts', String(PARTS), '--quiet'];
  expect(await dedup(args, { cwd: home.folder })).toMatchObject({ exitCode: 0 });
  const expected = readOutput(join(home.folder, 'expected'));

  const mapped = await Promise.all(maps.map(([first, ...others]) => map(home, first, ...others)));
  for (const { exitCode } of mapped) expect(exitCode).toBe(0);
  const streams = shuffle(
    mapped.map(({ stdout }) => Buffer.from(stdout, 'latin1')),
    reduces,
    new Random(1),
  );
  const reduced = await Promise.all(streams.map((stream, task) => reduce(home, task, stream)));
  const tokens = reduced.flatMap(({ exitCode, stdout }) => {
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^([^\r\n]+\n)+$/);
    return stdout
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as ReduceToken);
  });

  expect(tokens.map(({ partition }) => partition)).toEqual([0, 1, 2]);
  const stagedParts = tokens.map(({ parts: [written] }, part) => {
    expect(written?.part).toMatchObject({ name: `part-0000${part}-${RUN}` });
    return staged(home, `${reduceAttempt(reduceOf[part] as number)}/${written?.staged.name}`);
  });
  expect(stagedParts.map((text) => text === expected.parts[stagedParts.indexOf(text)])).toEqual([true, true, true]);
  const rejects = tokens.flatMap((token) =>
    // every input file has bad records
    token.rejects.map(({ split, written }) => {
      expect(written.staged.name).toBe(`_rejected/part-0000${split}-${RUN}.jsonl`);
      return staged(home, `${written.staged.attempt}/${written.staged.name}`);
    }),
  );
  const offsets = rejects.flatMap((text) => [...(text ?? '').matchAll(/"offset":(\d+)/g)].map(([, at]) => Number(at)));
  expect(offsets).toEqual(expected.rejects.map(({ offset }) => offset));
  expectSameCounters([...mapped, ...reduced], tokens, expected.summary.counts);
});

function expectSameCounters(outcomes: readonly Outcome[], tokens: readonly ReduceToken[], counts: Counts): void {
  const counters: Record<string, number> = {};
  for (const { stderr } of outcomes) {
    for (const line of stderr.split('\n').filter(Boolean)) {
      const [, name, amount] = /^reporter:counter:dedup,([a-z-]+),(\d+)$/.exec(line) ?? [line, line, Number.NaN];
      counters[name as string] = (counters[name as string] ?? 0) + Number(amount);
    }
  }
  const { 'bytes-read': bytesRead, ...rest } = counters;
  // the forgotten deletes are among the deleted ones
  const { forgotten: _, ...counted } = counts;
  expect(rest).toEqual(counted);
  expect(bytesRead).toBeGreaterThan(3 * MiB);
  const books = tokens.flatMap((token) => token.books);
  expect(books.reduce((sum: number, { lines }: MapBooks) => sum + lines, 0)).toBe(rest.lines);
}

test('two attempts of one task do not disturb each other', async () => {
  const home = homeOf({ 'in/a': 'heat^ann^4^1\nbad\nheat^bob^4^2\n' }, { parts: 1, reduces: 1 });
  const { stdout } = await map(home, 0);
  const [stream] = shuffle([Buffer.from(stdout, 'latin1')], 1, new Random(3)) as [Buffer];
  const outcomes = await Promise.all([0, 1].map((attempt) => reduce(home, 0, stream, attempt)));
  const tokens = outcomes.map((outcome) => JSON.parse(outcome.stdout) as ReduceToken);
  for (const [attempt, token] of tokens.entries()) {
    const name = reduceAttempt(0, attempt);
    expect(token.parts[0]?.staged).toMatchObject({ attempt: name, sizeBytes: 26 });
    expect(token.rejects[0]?.written.staged).toMatchObject({ attempt: name });
    expect(staged(home, `${name}/part-00000-${RUN}`)).toHaveLength(26);
  }
  expect(tokens[0]?.parts[0]?.part).toEqual(tokens[1]?.parts[0]?.part);
});

test('the commands that run tasks are not in the help', async () => {
  const { stdout } = await dedup(['--help'], { program: JOB });
  expect(stdout).toContain('  run ');
  expect(stdout).not.toMatch(/^ {2}(map|reduce)\b/m);
});

test('tasks read files by the names in their headers, also from the middle on, and UTF-16', async () => {
  const columns = ['movie', 'user', 'rating', 'timestamp'];
  const rows = Array.from({ length: 300 }, (_, i) => [`heat${i % 50}`, 'ann', 'x', String(i)]);
  const text = (names: readonly string[]) => {
    const lines = rows.map((row) => names.map((name) => row[columns.indexOf(name)] ?? '').join('^'));
    return [names.join('^'), ...lines.slice(0, 200), names.join('^'), ...lines.slice(200), ''].join('\n');
  };
  const found = Buffer.from(columns.join('^'));
  const header = { line: found, found, file: 'in/0', fields: null, others: 'any-order' } as const;
  const spec = { ...resolveSpec(), reading: { ...PLAIN_READING, extraColumns: 'drop' as const } };
  const home = homeOf(
    {
      'in/0': `${columns.join('^')}\n`,
      'in/1': text(['timestamp', 'extra', 'movie', 'user', 'rating']),
      'in/2': Buffer.from(`\ufeff${text(columns).replaceAll('ann', 'bob')}`, 'utf16le'),
    },
    { spec, header: shippedHeader(header) },
  );
  const options = ['--header', '--columns', columns.join(','), '--extra-columns', 'drop', '--parts', String(PARTS)];
  const outcome = await dedup(['run', 'in', '--output', 'expected', ...options, '--quiet'], { cwd: home.folder });
  expect(outcome).toMatchObject({ exitCode: 0 });

  const input = JSON.parse(home.line(1)) as MapInput;
  const [split] = input.splits as [SplitInput];
  const [whole] = split.segments as [SplitInput['segments'][number]];
  const start = await lookAt(whole.file, { spec, format: formatOf(spec), header }, new AbortController().signal);
  const file = { ...whole.file, start };
  const segments = [3000, whole.end].map((end, i) => ({ ...whole, file, start: i === 0 ? 0 : 3000, end }));
  const cut = Buffer.from(`${JSON.stringify({ splits: [{ ...split, segments }] })}\n`);
  const mapped = await Promise.all([
    map(home, 0),
    home.start('map', mapAttempt(1), { stdin: cut }).ended,
    map(home, 2),
  ]);
  for (const { exitCode, stderr } of mapped) expect(exitCode === 0 ? '' : stderr).toBe('');
  const outputs = mapped.map(({ stdout }) => Buffer.from(stdout, 'latin1'));
  const reduced = await Promise.all(
    shuffle(outputs, PARTS, new Random(2)).map((stream, part) => reduce(home, part, stream)),
  );
  const tokens = reduced.map(({ stdout }) => JSON.parse(stdout) as ReduceToken);
  const parts = tokens.map(({ parts: [written] }, part) =>
    staged(home, `${reduceAttempt(part)}/${written?.staged.name}`),
  );
  const expected = readOutput(join(home.folder, 'expected'));
  expect(parts).toEqual(expected.parts.map((records) => `${columns.join('^')}\n${records}`));
  expect(expected.summary.counts).toMatchObject({ kept: 100, headers: 5 });
  const books = tokens.flatMap((token) => token.books);
  expect(books.map(({ rearrangedFiles, utf16Files }) => [rearrangedFiles, utf16Files]).sort()).toEqual([
    [0, 0],
    [0, 1],
    [1, 0],
  ]);
  expect(books.reduce((sum, { headers }) => sum + headers, 0)).toBe(5);
});
