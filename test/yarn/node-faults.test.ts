/** Nodes that are lost without speculation. The result is the same, and the run ends without a long wait. */

import { closeSync, openSync, rmSync, symlinkSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { dedup } from '../support/command';
import type { Files } from '../support/folder';
import { Random } from '../support/random';
import { randomRatings } from '../support/records';
import { onS3 } from '../support/s3-tests';
import { smallDisk, whyNoSmallDisk } from '../support/small-disk';
import { Gates, type Passage } from '../support/task-gates';
import { until } from '../support/until';
import { clusterOfItsOwn, onYarn, type YarnNode } from '../support/yarn';
import {
  type Application,
  answerOfRun,
  nodeIds,
  progressOf,
  smallTasks,
  startYarn,
  whatIsLeftBeside,
} from '../support/yarn-job';
import { inBucket, inFolder, type Place } from '../support/yarn-places';

const SEED = 7;
const MiB = 1024 * 1024;
/** The memory of a node: enough for the application master and one task, and too little for two tasks. */
const FOUR_NODES = ['--nodes', '4', '--memory', '2560'];
const ONE_A_NODE = '2000m';
const SOON_LOST = ['--set', 'yarn-site:yarn.nm.liveness-monitor.expiry-interval-ms=5000'];
/** By default Hadoop waits 180 s for a lost node before it repeats its tasks, and again at the end of the job. */
const END_WITHIN_MS = 150_000;

jest.setTimeout(600_000);

const why = whyNoSmallDisk();
if (why !== null) process.stderr.write(`SKIPPED the full disk of a node: none can be made here: ${why}\n`);

onYarn(`a node (seed ${SEED})`, () => {
  const itsOwn = clusterOfItsOwn(...FOUR_NODES, ...SOON_LOST);
  const touched = new Set<YarnNode>();

  afterEach(async () => {
    for (const node of touched) {
      await itsOwn().tell(`lose ${node.name}`);
      await startAnew(node);
    }
    touched.clear();
  });

  /** Loses a node as by a loss of power. */
  async function lose(address: string): Promise<void> {
    const node = itsOwn().nodes.find((each) => each.address === address) as YarnNode;
    touched.add(node);
    await itsOwn().tell(`lose ${node.name}`);
  }

  /** Starts a lost node again, with an empty disk or another disk. */
  async function startAnew({ name, address, folder }: YarnNode, disk?: string): Promise<void> {
    const former = await nodeIds(itsOwn(), address);
    rmSync(join(folder, 'local'), { recursive: true, force: true });
    if (disk !== undefined) symlinkSync(disk, join(folder, 'local'));
    await itsOwn().tell(`start ${name}`);
    await until(`${name} is back, and nobody takes it for the former one`, async () => {
      const now = await nodeIds(itsOwn(), address);
      return now.length === 1 && !former.includes(now[0] as string);
    });
  }

  async function start(place: (files: Files) => Promise<Place>, gates: Gates, tasks = 3) {
    const random = new Random(SEED);
    const names = Array.from({ length: tasks }, (_, i) => `in/${i}`);
    const where = await place(Object.fromEntries(names.map((name) => [name, randomRatings(random, 500)])));
    const args = [where.input, '--bad-records', 'keep'];
    const options = ['--output', where.output, ...smallTasks(tasks, 1, ONE_A_NODE), ...gates.options];
    const run = startYarn(itsOwn(), [...args, ...options]);
    // no task of a run that is refused comes to a gate
    const refused = run.ended.then(({ stderr }) => Promise.reject(new Error(`the run has ended: ${stderr}`)));
    await Promise.race([run.application(), refused]);
    return { run, where, expected: () => answerOfRun(args, tasks) };
  }

  async function expectSame({ run, where, expected }: Awaited<ReturnType<typeof start>>): Promise<void> {
    expect(await run.ended).toEqual({ exitCode: 0, signal: null, stdout: '', stderr: '' });
    expect(await where.answer()).toEqual(await expected());
    expect(await dedup(['verify', where.output])).toMatchObject({ exitCode: 0, stderr: '' });
    expect(await whatIsLeftBeside(itsOwn(), run)).toEqual([]);
    expect(await where.unfinished()).toEqual([]);
  }

  async function losesMapAtWork(place: (files: Files) => Promise<Place>): Promise<void> {
    const gates = new Gates().shut(/m_.*_0.start/);
    const started = await start(place, gates);
    const maps = await gates.untilReached(/m_.*_0.start/, 3);
    const master = masterOf(await started.run.application());
    const lost = maps.find((passage) => gates.at(passage).node !== master) as Passage;
    const lostMs = performance.now();
    await lose(gates.at(lost).node);
    gates.open();
    await expectSame(started);
    expect(performance.now() - lostMs).toBeLessThan(END_WITHIN_MS);
    expect(gates.reached(/m_.*_1.end/)).toEqual([lost.replace('_0.start', '_1.end')]);
  }

  async function losesMapOutput(place: (files: Files) => Promise<Place>): Promise<void> {
    const gates = new Gates().shut(/m_000001_0.start/);
    const started = await start(place, gates);
    const [held] = (await gates.untilReached(/m_000001_0.start/)) as [Passage];
    const done = await gates.untilReached(/m_.*_0.end/, 2);
    const application = await started.run.application();
    await until('two maps are done', async () => (await progressOf(application)).mapsCompleted === 2);
    const needed = [masterOf(application), gates.at(held).node];
    const lost = done.find((passage) => !needed.includes(gates.at(passage).node)) as Passage;
    const lostMs = performance.now();
    await lose(gates.at(lost).node);
    await gates.untilReached(new RegExp(lost.replace('_0.end', '_1.end')));
    gates.open();
    await expectSame(started);
    expect(performance.now() - lostMs).toBeLessThan(END_WITHIN_MS);
  }

  async function losesMasterAndPart(place: (files: Files) => Promise<Place>): Promise<void> {
    const gates = new Gates().shut(/r_.*_0.end/);
    const started = await start(place, gates);
    await gates.untilReached(/r_.*_0.end/, 3);
    await lose(masterOf(await started.run.application()));
    gates.open();
    await expectSame(started);
  }

  async function getsFull(place: (files: Files) => Promise<Place>): Promise<void> {
    const [node] = itsOwn().nodes as [YarnNode];
    await lose(node.address);
    const disk = smallDisk(512 * MiB);
    await startAnew(node, disk);
    const gates = new Gates().shut(/m_.*_0.start/);
    const started = await start(place, gates, 4);
    const maps = await gates.untilReached(/m_.*_0.start/, 4);
    fill(disk);
    gates.open();
    await expectSame(started);
    const there = maps.filter((passage) => gates.at(passage).node === node.address);
    expect(there).toHaveLength(1);
    expect(gates.reached(/m_.*_1.end/)).toEqual(there.map((passage) => passage.replace('_0.start', '_1.end')));
  }

  const itWithSmallDisk = why === null ? it : it.skip;

  it('is lost with a running map task, which another node repeats', () => losesMapAtWork(inFolder));
  it('is lost with the output of a map task, which is then made again', () => losesMapOutput(inFolder));
  it('is lost with the application master and a finished part', () => losesMasterAndPart(inFolder));
  itWithSmallDisk('has a full disk, and other nodes do its tasks', () => getsFull(inFolder));

  onS3('of a job from S3 to S3', () => {
    it('is lost with the output of a map task, which is then made again', () => losesMapOutput(inBucket));
    it('is lost with the application master and an uploaded part', () => losesMasterAndPart(inBucket));
    itWithSmallDisk('has a full disk, and other nodes do its tasks', () => getsFull(inBucket));
  });
});

function masterOf({ amHostHttpAddress }: Application): string {
  return amHostHttpAddress.replace(/:\d+$/, '');
}

/** Fills a disk to the last byte. */
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
