/** Nodes that are lost, speculation being off: the result is the same, and the end is not waited for in vain. */

import { closeSync, openSync, rmSync, symlinkSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { dedup } from '../support/command';
import { temporaryFolder } from '../support/folder';
import { answerIn } from '../support/output';
import { Random } from '../support/random';
import { randomRatings } from '../support/records';
import { smallDisk, whyNoSmallDisk } from '../support/small-disk';
import { Gates, type Passage } from '../support/task-gates';
import { until } from '../support/until';
import { type Cluster, onYarn, type StartedCluster, startCluster, type YarnNode } from '../support/yarn';
import {
  type Application,
  answerOfRun,
  containersByNode,
  progressOf,
  smallTasks,
  startYarn,
  whatIsLeft,
  type YarnRun,
} from '../support/yarn-job';

const SEED = 7;
const MiB = 1024 * 1024;
/** Each has room for the application master and one task, and never for two. */
const THREE_NODES = ['--nodes', '3', '--memory', '2560'];
const FOUR_NODES = ['--nodes', '4', '--memory', '2560'];
const ONE_A_NODE = ['--container-memory', '2000m'];
/** Hadoop would wait 180 s for a node that is lost, when all is done. */
const END_WITHIN_MS = 90_000;

jest.setTimeout(400_000);

onYarn(`a node is lost (seed ${SEED})`, () => {
  it('with a map task at work, which another node then does', async () => {
    const cluster = await startCluster(...THREE_NODES);
    const gates = new Gates().shut(/m_.*_0.start/);
    const started = start(cluster, gates);
    const maps = await gates.untilReached(/m_.*_0.start/, 3);
    const master = masterOf(await started.run.application());
    const lost = maps.find((passage) => gates.at(passage).node !== master) as Passage;
    await loseNode(cluster, gates.at(lost).node);
    gates.open();
    await gates.untilReached(/r_.*end/, 3);
    await expectEnd(started.run);
    await expectSame(cluster, started);
    expect(gates.reached(/m_.*_1.end/)).toEqual([lost.replace('_0.start', '_1.end')]);
  });

  it('with the output of a map task, which is then made again', async () => {
    const cluster = await startCluster(...THREE_NODES);
    const gates = new Gates().shut(/m_000001_0.start/);
    const started = start(cluster, gates);
    const [held] = (await gates.untilReached(/m_000001_0.start/)) as [Passage];
    const done = await gates.untilReached(/m_.*_0.end/, 2);
    const application = await started.run.application();
    await until('two maps are done', async () => (await progressOf(application)).mapsCompleted === 2);
    const needed = [masterOf(application), gates.at(held).node];
    const lost = done.find((passage) => !needed.includes(gates.at(passage).node)) as Passage;
    await loseNode(cluster, gates.at(lost).node);
    await gates.untilReached(new RegExp(lost.replace('_0.end', '_1.end')));
    gates.open();
    await gates.untilReached(/r_.*end/, 3);
    await expectEnd(started.run);
    await expectSame(cluster, started);
  });

  it('with the application master, and with a part that is finished', async () => {
    const cluster = await startCluster(...THREE_NODES);
    const gates = new Gates().shut(/r_.*_0.end/);
    const started = start(cluster, gates);
    await gates.untilReached(/r_.*_0.end/, 3);
    await loseNode(cluster, masterOf(await started.run.application()));
    gates.open();
    await expectSame(cluster, started);
  });
});

const why = whyNoSmallDisk();
if (why !== null) process.stderr.write(`SKIPPED the full disk of a node: none can be made here: ${why}\n`);

onYarn(`the disk of a node is full (seed ${SEED})`, () => {
  (why === null ? it : it.skip)('and others do its tasks', async () => {
    const cluster = await startCluster(...FOUR_NODES);
    const [node] = cluster.nodes as [YarnNode];
    await cluster.tell(`lose ${node.name}`);
    const disk = smallDisk(512 * MiB);
    rmSync(join(node.folder, 'local'), { recursive: true });
    symlinkSync(disk, join(node.folder, 'local'));
    await cluster.tell(`start ${node.name}`);
    await until('the node is back', async () => (await containersByNode(cluster)).length === 4);
    const gates = new Gates().shut(/m_.*_0.start/);
    const started = start(cluster, gates, 4);
    const maps = await gates.untilReached(/m_.*_0.start/, 4);
    fill(disk);
    gates.open();
    await expectSame(cluster, started);
    const there = maps.filter((passage) => gates.at(passage).node === node.address);
    expect(gates.reached(/m_.*_1.end/)).toEqual(there.map((passage) => passage.replace('_0.start', '_1.end')));
  });
});

function start(cluster: Cluster, gates: Gates, tasks = 3) {
  const random = new Random(SEED);
  const names = Array.from({ length: tasks }, (_, i) => `in/${i}`);
  const folder = temporaryFolder(Object.fromEntries(names.map((name) => [name, randomRatings(random, 500)])));
  const args = [join(folder, 'in'), '--bad-records', 'keep'];
  const output = join(folder, 'out');
  const run = startYarn(cluster, [...args, '--output', output, ...smallTasks(tasks), ...ONE_A_NODE, ...gates.options]);
  return { run, output, expected: () => answerOfRun(args, tasks) };
}

async function expectSame(cluster: Cluster, { run, output, expected }: ReturnType<typeof start>): Promise<void> {
  expect(await run.ended).toEqual({ exitCode: 0, signal: null, stdout: '', stderr: '' });
  expect(answerIn(output)).toEqual(await expected());
  expect(await dedup(['verify', output])).toMatchObject({ exitCode: 0, stderr: '' });
  expect(await whatIsLeft(cluster, run.run, output)).toEqual([]);
}

/** As a power cut does. */
async function loseNode(cluster: StartedCluster, address: string): Promise<void> {
  const node = cluster.nodes.find((each) => each.address === address) as YarnNode;
  await cluster.tell(`lose ${node.name}`);
}

function masterOf({ amHostHttpAddress }: Application): string {
  return amHostHttpAddress.replace(/:\d+$/, '');
}

/** All tasks have said what they have to. */
async function expectEnd({ ended }: YarnRun): Promise<void> {
  const startMs = performance.now();
  await ended;
  expect(performance.now() - startMs).toBeLessThan(END_WITHIN_MS);
}

/** Leaves not a byte. */
function fill(disk: string): void {
  const fd = openSync(join(disk, 'full'), 'w');
  try {
    for (const bytes = Buffer.alloc(MiB); ; ) writeSync(fd, bytes);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  } finally {
    closeSync(fd);
  }
}
