/** Records of every kind, with different numbers of tasks: the same bytes as those of `dedup run`, part by part. */

import { closeSync, existsSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync, gzipSync } from 'node:zlib';
import { packBy } from '../../job/codec/zstd/zstd';
import { dedup } from '../support/command';
import { type Files, temporaryFolder } from '../support/folder';
import { answerIn, readOutput, visibleNames } from '../support/output';
import { bzip2Of } from '../support/packing-tools';
import { fixture, fixturesWith } from '../support/program-fixtures';
import { Random } from '../support/random';
import { argumentsOf, randomFiles, randomSpec } from '../support/records';
import { onYarn } from '../support/yarn';
import { answerOfRun, containersByNode, smallTasks, startYarn, whatIsLeft } from '../support/yarn-job';

/** The options of a table with a delimiter, columns, keys and an order that no other test here has. */
const SEED = 2020;
const MiB = 1024 * 1024;
const LONGEST = `heat^ann^${'x'.repeat(MiB - 11)}^2`;

jest.setTimeout(600_000);

onYarn(`records (seed ${SEED})`, (cluster) => {
  /** Runs both commands, compares their outputs, and returns that of `dedup yarn`. */
  async function sameAsRun(folder: string, options: readonly string[], tasks: readonly string[], parts: number) {
    const args = [join(folder, 'in'), ...options];
    const output = join(folder, 'out');
    const run = startYarn(cluster, [...args, '--output', output, '--parts', String(parts), ...tasks]);
    expect(await run.ended).toMatchObject({ exitCode: 0, stdout: '' });
    expect(answerIn(output)).toEqual(await answerOfRun(args, parts));
    expect(await dedup(['verify', output])).toMatchObject({ exitCode: 0, stderr: '' });
    expect(await whatIsLeft(cluster, run.run, output)).toEqual([]);
    return readOutput(output);
  }

  it('of the fixtures, with any bytes and with long lines in the manifest, have the same output', async () => {
    const folder = temporaryFolder({
      ...fixturesWith(),
      // tabs, carriage returns, NUL, invalid UTF-8, a line of a mebibyte, and a line that is too long
      'in/a': anyBytes(),
      'in/b': `${LONGEST}\n${LONGEST}5\r\n${LONGEST.replace('ann', 'bob')}`,
      ...manyLongNames(),
      ...packedFiles(),
    });
    const options = ['--bad-records', 'keep', '--compress', 'zstd'];
    const { summary } = await sameAsRun(folder, options, smallTasks(3), 4);
    expect(summary.yarn?.maps).toBe(3);
  });

  // all other fixtures are in the first case, and headers in few-records.test.ts
  it('of fixtures with an error that only a task can find have the same error', async () => {
    const names = ['gzip-cut-short', 'header-differs'];
    const runs = names.map((name) => {
      const own = fixture(name);
      const output = join(temporaryFolder(), 'out');
      const args = [join(own.folder, 'in'), '--output', output, ...own.args, ...smallTasks(2)];
      return { ...own, name, output, run: startYarn(cluster, args) };
    });
    for (const { folder, error, name, output, run } of runs) {
      const { exitCode, stdout, stderr } = await run.ended;
      const said = stderr.replaceAll(`${folder}/`, '').replace(/^dedup: warning: .*\n/, '');
      expect({ name, exitCode, stdout, said }).toEqual({
        ...{ name, exitCode: error?.exitCode, stdout: '' },
        said: expect.stringContaining(error?.message as string),
      });
      expect(existsSync(output) ? visibleNames(output) : []).toEqual([]);
      expect(await whatIsLeft(cluster, run.run, output)).toEqual([]);
    }
  });

  it('of a random table in many tasks and parts have the same output', async () => {
    const random = new Random(SEED);
    const spec = randomSpec(random);
    expect(spec).toMatchObject({
      delimiter: '\0',
      orderIsText: true,
      columns: 6,
      keyColumns: [2, 3, 5],
      orderColumn: 0,
    });
    const files = randomFiles(random, spec, 8, 300).map((bytes, i) => [`in/${i}`, bytes]);
    const tasks = [...smallTasks(3), '--split-size', '12k'];
    const { summary } = await sameAsRun(
      temporaryFolder(Object.fromEntries(files)),
      [...argumentsOf(spec), '--bad-records', 'drop', '--allow-empty'],
      tasks,
      4,
    );
    expect(summary.yarn?.maps).toBeGreaterThan(3);
  });

  it('of a gzip file with a ratio of a thousand, and millions of records of nine bytes, fit a container', async () => {
    const folder = temporaryFolder({ 'in/bomb.gz': gigabyteInMegabyte() });
    writeNineByteLines(join(folder, 'in/nine'), 6_000_000);
    const once = ['map', 'reduce'].flatMap((task) => ['--hadoop', `mapreduce.${task}.maxattempts=1`]);
    const options = ['--columns', 'key,number', '--key', 'key', '--order-by', 'number'];
    const { summary } = await sameAsRun(folder, options, [...smallTasks(2), ...once], 1);
    expect(summary.counts.kept).toBe(6_000_000 + KEYS_OF_GIGABYTE);
    expect(summary.spilledBytes).toBeGreaterThan(0);
    expect(summary.peakMemoryBytes).toBeLessThan(1280 * MiB);
    expect(await containersByNode(cluster)).toHaveLength(4);
  });
});

const KEYS_OF_GIGABYTE = 16;

/** A gzip file whose members have a mebibyte each with the same long keys. */
function gigabyteInMegabyte(): Buffer {
  const key = 'y'.repeat(MiB / KEYS_OF_GIGABYTE);
  const lines = Array.from({ length: KEYS_OF_GIGABYTE }, (_, i) => `${key}${i}^${i}\n`);
  const bomb = Buffer.concat(Array(1024).fill(gzipSync(lines.join(''), { level: 9 })));
  expect(bomb.length).toBeLessThan(1.5 * MiB);
  return bomb;
}

/** Short records with as many keys as records. */
function writeNineByteLines(file: string, lines: number): void {
  const fd = openSync(file, 'w');
  const block = 100_000;
  for (let at = 0; at < lines; at += block) {
    const text = Array.from({ length: block }, (_, i) => `${(at + i).toString(36).padStart(6, '0')}^1\n`);
    writeSync(fd, text.join(''));
  }
  closeSync(fd);
}

/** A file of each codec, with records that no other file has. */
function packedFiles(): Files {
  const lines = (kind: string) => Buffer.from(`${kind}^ann^1^1\n${kind}^ann^2^2\n${kind}^bob^3^3\nbad ${kind}\n`);
  return {
    'in/packed/a.gz': gzipSync(lines('gzip')),
    'in/packed/b.ZST': Buffer.concat([packBy(null, lines('zstd')), packBy(null, lines('two'))]),
    'in/packed/c.bz2': Buffer.concat([bzip2Of(lines('bzip2')), bzip2Of(lines('three'))]),
    'in/packed/d.deflate': Buffer.concat([deflateSync(lines('deflate')), deflateSync(lines('four'))]),
  };
}

function anyBytes(): string {
  const odd = [
    '\t',
    'a\tb',
    '\r',
    'a\rb',
    '\0',
    '\x00\xff\xfe',
    '\xc3\x28',
    '\xed\xa0\x80',
    ' ',
    '"',
    '\x1a',
    '\\n',
    '',
  ];
  return odd.flatMap((movie) => odd.map((user, i) => `${movie}^${user}^${movie}${user}^${i}\n`)).join('');
}

/** Names of three megabytes, which make lines of the manifest longer than the 64 KiB that Hadoop reads at once. */
function manyLongNames(): Files {
  const folder = `in/${Array(4).fill('x'.repeat(250)).join('/')}`;
  return Object.fromEntries(Array.from({ length: 3000 }, (_, i) => [`${folder}/${i}`, `heat^u${i % 7}^${i}^${i}\n`]));
}
