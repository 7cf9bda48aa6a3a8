/** Runs of `dedup yarn` on a cluster of the tests: their driver, their state in YARN, and the files that they left. */

import { randomBytes } from 'node:crypto';
import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CommandOptions, dedup, type Outcome, PROGRAM, type Running, startDedup } from './command';
import { type Answer, answerIn } from './output';
import { until } from './until';
import type { Cluster } from './yarn';

/** A copy of the bundle, because a build that replaces dist/ would change a file that nodes fetch. */
const home = mkdtempSync(join(tmpdir(), 'dedup-test-bundle-'));
export const BUNDLE = join(home, 'dedup.js');
copyFileSync(PROGRAM, BUNDLE);

afterAll(() => rmSync(home, { recursive: true }));

/** The options for this number of tasks at a time in small containers, each with this number of slots. */
export function smallTasks(containers: number, slots = 1, containerMemory = '1280m'): string[] {
  const memory = ['--container-memory', containerMemory, '--application-master-memory', '512m'];
  return ['--parallelism', String(containers * slots), '--slots', String(slots), ...memory, '--quiet'];
}

/** A run, whose run id is known before YARN has its application. */
export interface YarnRun extends Running {
  readonly run: string;
  /** Waits until YARN has its application. */
  application(): Promise<Application>;
}

export interface Application {
  readonly id: string;
  readonly state: string;
  readonly runningContainers: number;
  /** The address of the node of its application master. */
  readonly amHostHttpAddress: string;
  /** The URL of the pages of its application master. */
  readonly trackingUrl: string;
}

/** The variables of a step on EMR, whose logs go to a file, and which has no hadoop-streaming on its PATH. */
export function environmentOfAStep({ environment, streamingCommands }: Cluster): NodeJS.ProcessEnv {
  const path = environment.PATH as string;
  return {
    ...environment,
    PATH: path
      .split(':')
      .filter((folder) => folder !== streamingCommands)
      .join(':'),
    HADOOP_ROOT_LOGGER: 'INFO,DRFA',
    HADOOP_LOGFILE: 'syslog',
  };
}

/** Starts `dedup yarn`. */
export function startYarn(
  cluster: Cluster,
  args: readonly string[],
  options: CommandOptions = {},
  run = `20260101t000000z-${randomBytes(6).toString('hex')}`,
): YarnRun {
  const env = { ...cluster.environment, ...options.env };
  const running = startDedup(['yarn', ...args, '--run-id', run], { program: BUNDLE, isAsked: true, ...options, env });
  return Object.assign(running, {
    run,
    application: () =>
      until(`an application of ${run}`, async () => (await applications(cluster, run)).find(({ id }) => id !== '')),
  });
}

/** Runs `dedup yarn` to its end. */
export function yarn(cluster: Cluster, args: readonly string[], options: CommandOptions = {}): Promise<Outcome> {
  return startYarn(cluster, args, options).ended;
}

/** Kills the first application master of an application, with all processes in its container. */
export function killMaster({ nodes }: Cluster, { id }: Application): void {
  const container = `${id.replace('application', 'container')}_01_000001`;
  const files = nodes.map(({ folder }) => join(folder, 'local/nmPrivate', id, container, `${container}.pid`));
  // the container is the leader of a session
  process.kill(-Number(readFileSync(files.find(existsSync) as string, 'utf8')), 'SIGKILL');
}

/** The answer of `dedup run` to the same input with this number of parts. */
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

/** The state of a job by its application master. */
export async function progressOf({ id, trackingUrl }: Application): Promise<{ readonly mapsCompleted: number }> {
  const url = new URL(`ws/v1/mapreduce/jobs/${id.replace('application', 'job')}`, trackingUrl);
  return (await askFor(url.href)).job;
}

/** The number of running containers of each node. */
export async function containersByNode(cluster: Cluster): Promise<number[]> {
  const { nodes } = await askYarn(cluster, 'nodes?states=RUNNING');
  return nodes.node.map(({ numContainers }: { numContainers: number }) => numContainers);
}

/** The ids of the running nodes on an address in ResourceManager. A node gets another id at every start. */
export async function nodeIds(cluster: Cluster, address: string): Promise<string[]> {
  const { nodes } = await askYarn(cluster, 'nodes?states=RUNNING');
  const ids: string[] = nodes.node.map(({ id }: { id: string }) => id);
  return ids.filter((id) => id.startsWith(`${address}:`));
}

/**
 * The files that a run left, once YARN has ended its application: folders of the driver, and files of the output folder
 * that are not for its readers.
 */
export async function whatIsLeft(cluster: Cluster, run: string, output: string): Promise<string[]> {
  return [...(await whatIsLeftBeside(cluster, { run })), ...unfinishedIn(output)];
}

/** The files that a run left outside of the output. */
export async function whatIsLeftBeside(cluster: Cluster, { run }: Pick<YarnRun, 'run'>): Promise<string[]> {
  await until(`the application of ${run} has ended`, async () =>
    // an application master that is finishing stays up for some seconds for late clients
    (await applications(cluster, run)).every(({ state }) => /^(FINISHING|FINISHED|FAILED|KILLED)$/.test(state)),
  );
  const folders = new Set([tmpdir(), '/tmp']);
  return [...folders].flatMap((folder) => readdirSync(folder).filter((name) => name.startsWith(`dedup-${run}`)));
}

/** The temporary files, journals and leases in an output folder. */
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

// biome-ignore lint/suspicious/noExplicitAny: answers of Hadoop are untyped
async function askFor(url: string): Promise<any> {
  return (await fetch(url, { headers: { accept: 'application/json' } })).json();
}
