/** Runs of `dedup yarn` on a cluster of the tests: their driver, what YARN says of them, what they left. */

import { randomBytes } from 'node:crypto';
import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Around, DEDUP, dedup, type Outcome, type Running, startDedup } from './command';
import { type Answer, answerIn } from './output';
import { until } from './until';
import type { Cluster } from './yarn';

/** Copied, since a build that replaces dist/ changes a file that nodes fetch. */
const home = mkdtempSync(join(tmpdir(), 'dedup-test-bundle-'));
export const BUNDLE = join(home, 'dedup.js');
copyFileSync(DEDUP, BUNDLE);

afterAll(() => rmSync(home, { recursive: true }));

/** Of tasks in the smallest containers, so many at a time. */
export function smallTasks(parallelism: number): string[] {
  const memory = ['--container-memory', '1280m', '--application-master-memory', '512m'];
  return ['--parallelism', String(parallelism), ...memory, '--quiet'];
}

/** A run, known by its name before it has one in YARN. */
export interface YarnRun extends Running {
  readonly run: string;
  /** Waits until YARN has its application. */
  application(): Promise<Application>;
}

export interface Application {
  readonly id: string;
  readonly state: string;
  readonly runningContainers: number;
  /** Of the node that its master is on. */
  readonly amHostHttpAddress: string;
  /** Of the master's pages. */
  readonly trackingUrl: string;
}

/** Starts `dedup yarn`. */
export function startYarn(
  cluster: Cluster,
  args: readonly string[],
  around: Around = {},
  run = `20260101t000000z-${randomBytes(6).toString('hex')}`,
): YarnRun {
  const env = { ...cluster.environment, ...around.env };
  const running = startDedup(['yarn', ...args, '--run-id', run], { program: BUNDLE, isAsked: true, ...around, env });
  return Object.assign(running, {
    run,
    application: () =>
      until(`an application of ${run}`, async () => (await applications(cluster, run)).find(({ id }) => id !== '')),
  });
}

/** Runs it to its end. */
export function yarn(cluster: Cluster, args: readonly string[], around: Around = {}): Promise<Outcome> {
  return startYarn(cluster, args, around).ended;
}

/** Kills an application's master, as the first attempt of it: with all that is in its container. */
export function killMaster({ nodes }: Cluster, { id }: Application): void {
  const container = `${id.replace('application', 'container')}_01_000001`;
  const files = nodes.map(({ folder }) => join(folder, 'local/nmPrivate', id, container, `${container}.pid`));
  // it leads a session
  process.kill(-Number(readFileSync(files.find(existsSync) as string, 'utf8')), 'SIGKILL');
}

/** What `dedup run` answers to the same with so many parts. */
export async function answerOfRun(args: readonly string[], parts: number): Promise<Answer> {
  const folder = mkdtempSync(join(home, 'run-'));
  const outcome = await dedup(['run', ...args, '--output', folder, '--parts', String(parts), '--quiet']);
  expect(outcome).toMatchObject({ exitCode: 0, stdout: '' });
  return answerIn(folder);
}

/** The latest last. */
export async function applications(cluster: Cluster, run: string): Promise<Application[]> {
  const { apps } = await askYarn(cluster, `apps?applicationTags=dedup-${run}`);
  const found: Application[] = apps?.app ?? [];
  return found.sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** What the master says of its job. */
export async function progressOf({ id, trackingUrl }: Application): Promise<{ readonly mapsCompleted: number }> {
  const url = new URL(`ws/v1/mapreduce/jobs/${id.replace('application', 'job')}`, trackingUrl);
  return (await askFor(url.href)).job;
}

/** Containers at work, by node. */
export async function containersByNode(cluster: Cluster): Promise<number[]> {
  const { nodes } = await askYarn(cluster, 'nodes?states=RUNNING');
  return nodes.node.map(({ numContainers }: { numContainers: number }) => numContainers);
}

/** By what ResourceManager knows the running ones on an address: another name after every start. */
export async function nodeIds(cluster: Cluster, address: string): Promise<string[]> {
  const { nodes } = await askYarn(cluster, 'nodes?states=RUNNING');
  const ids: string[] = nodes.node.map(({ id }: { id: string }) => id);
  return ids.filter((id) => id.startsWith(`${address}:`));
}

/**
 * What is left of a run that has ended, once YARN has ended what it was told to: folders of the driver, and whatever of
 * an output folder is not for its readers.
 */
export async function whatIsLeft(cluster: Cluster, run: string, output: string): Promise<string[]> {
  return [...(await whatIsLeftBeside(cluster, { run })), ...unfinishedIn(output)];
}

/** The same but for the output. */
export async function whatIsLeftBeside(cluster: Cluster, { run }: Pick<YarnRun, 'run'>): Promise<string[]> {
  await until(`the application of ${run} has ended`, async () =>
    // a master that is finishing stays some seconds, for clients that ask late
    (await applications(cluster, run)).every(({ state }) => /^(FINISHING|FINISHED|FAILED|KILLED)$/.test(state)),
  );
  const folders = new Set([tmpdir(), '/tmp']);
  return [...folders].flatMap((folder) => readdirSync(folder).filter((name) => name.startsWith(`dedup-${run}`)));
}

/** Temporaries, journals, leases. */
export function unfinishedIn(output: string): string[] {
  if (!existsSync(output)) return [];
  return (readdirSync(output, { recursive: true }) as string[]).filter(isUnfinished).sort();
}

export function isUnfinished(name: string): boolean {
  return /_temporary|journal|lease|\.dedup-/.test(name);
}

function askYarn({ resourceManager }: Cluster, what: string) {
  return askFor(`${resourceManager}/ws/v1/cluster/${what}`);
}

// biome-ignore lint/suspicious/noExplicitAny: what Hadoop answers is looked at, not relied on
async function askFor(url: string): Promise<any> {
  return (await fetch(url, { headers: { accept: 'application/json' } })).json();
}
