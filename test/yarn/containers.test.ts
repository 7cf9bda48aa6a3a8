/** The number of containers that a run has at a time, as ResourceManager counts them. */

import { join } from 'node:path';
import { deflateSync, gzipSync } from 'node:zlib';
import { packBy } from '../../job/codec/zstd';
import { provideClassData } from '../support/class-data';
import { dedup } from '../support/command';
import { type Files, temporaryFolder } from '../support/folder';
import { MOVIES } from '../support/oracle';
import { answerIn, readSummary } from '../support/output';
import { bzip2Of } from '../support/packing-tools';
import { fixturesWith } from '../support/program-fixtures';
import { Random } from '../support/random';
import { randomFiles } from '../support/records';
import { Gates } from '../support/task-gates';
import { until } from '../support/until';
import { type Cluster, onYarn } from '../support/yarn';
import { answerOfRun, containersByNode, smallTasks, startYarn, whatIsLeft, type YarnRun } from '../support/yarn-job';

const SEED = 815;
/** Four tasks of four slots, and the application master. */
const FULL = [1, 1, 1, 2];
/** The number of looks after all containers are up, during which further containers would appear. */
const LOOKS = 20;

const LONGEST = `heat^ann^${'x'.repeat(1024 * 1024 - 11)}^2`;

jest.setTimeout(600_000);

onYarn('containers', (cluster) => {
  it(`are four at a time, one a node, in maps and reduces of sixteen splits and parts; records with any bytes, packed in any way, have the same output as with dedup run, and all tasks use the class data (seed ${SEED})`, async () => {
    const random = randomFiles(new Random(SEED), MOVIES, 40, 400).map((bytes, i) => [`in/random/${i}`, bytes] as const);
    const folder = temporaryFolder({
      ...fixturesWith(),
      ...Object.fromEntries(random),
      // tabs, carriage returns, NUL, invalid UTF-8, a line of a mebibyte, and a line that is too long
      'in/a': anyBytes(),
      'in/b': `${LONGEST}\n${LONGEST}5\r\n${LONGEST.replace('ann', 'bob')}`,
      ...manyLongNames(),
      ...packedFiles(),
    });
    const output = join(folder, 'out');
    const gates = new Gates().shut(/start/);
    const args = [join(folder, 'in'), '--bad-records', 'keep', '--compress', 'zstd'];
    const classData = ['--class-data', await provideClassData(cluster)];
    const run = startYarn(cluster, [...args, '--output', output, '--quiet', ...classData, ...gates.options]);
    await gates.untilReached(/^m_.*start/, 4);
    const seen = await watch(cluster, run);
    gates.shut(/^r_.*start/);
    await gates.untilReached(/^r_.*start/, 4);
    seen.push(...(await watch(cluster, run)));
    gates.open();
    expect(await run.ended).toMatchObject({ exitCode: 0, stdout: '' });
    expect(new Set(seen.map(String))).toEqual(new Set([String(FULL)]));
    expect(readSummary(output).yarn).toMatchObject({ parallelism: 16, maps: 4, reduces: 4, withClassData: 8 });
    expect(answerIn(output)).toEqual(await answerOfRun(args, 16));
    expect(await dedup(['verify', output])).toMatchObject({ exitCode: 0, stderr: '' });
    expect(await whatIsLeft(cluster, run.run, output)).toEqual([]);
  });

  it('are no more when twice as many tasks wait; Ctrl-C ends them all and changes no file', async () => {
    const folder = temporaryFolder({ 'in/a': 'heat^ann^1^1\n'.repeat(8000) });
    const output = join(folder, 'out');
    const gates = new Gates().shut(/start/);
    const args = [join(folder, 'in'), '--output', output, ...smallTasks(3), '--split-size', '18000'];
    const run = startYarn(cluster, [...args, ...gates.options]);
    await gates.untilReached(/^m_.*start/, 3);
    const seen = await watch(cluster, run);
    run.kill('SIGINT');
    expect(await run.ended).toEqual({
      exitCode: 130,
      signal: null,
      stdout: '',
      stderr: 'dedup: interrupted by SIGINT; nothing was changed\n',
    });
    expect(new Set(seen.map((nodes) => nodes.reduce((sum, count) => sum + count)))).toEqual(new Set([4]));
    expect(gates.reached(/./)).toHaveLength(3);
    expect(await whatIsLeft(cluster, run.run, output)).toEqual([]);
    await until('no container', async () => (await containersByNode(cluster)).every((count) => count === 0));
  });
});

/** The number of containers on each node, smallest first, for each look after the run has all its containers. */
async function watch(cluster: Cluster, run: YarnRun): Promise<number[][]> {
  const seen: number[][] = [];
  await until('enough looks', async () => {
    if (run.hasEnded()) throw new Error(`ended: ${JSON.stringify(await run.ended)}`);
    seen.push((await containersByNode(cluster)).sort((a, b) => a - b));
    return seen.length >= LOOKS;
  });
  return seen;
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
