/** The command line of Hadoop Streaming. Pure. */

import { pathToFileURL } from 'node:url';
import { ESSENTIAL_PROPERTIES, type EssentialProperty } from '../../options/parsing/essential-properties';
import { isSecret, nameOf } from '../../options/parsing/secret-properties';
import type { ResolvedYarn } from '../../options/yarn';
import { BUNDLE_FILE, JOB_FILE, NODE_FILE } from './contract';
import { TASK_HEAP_BYTES, type YarnPlan } from './plan';
import { type Submission, tagsOf } from './submission';

const MiB = 1024 * 1024;

/** JVMs that start fast, and reserve no addresses that they never use: all they do is to pump bytes. */
const JVM = '-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:CompressedClassSpaceSize=64m -XX:ReservedCodeCacheSize=32m';
const TASK_JVM = `-Xmx${TASK_HEAP_BYTES / MiB}m ${JVM}`;
/** By default each thread, of the JVM and of Node, reserves addresses of its own to allocate from. */
const VARIABLES = 'MALLOC_ARENA_MAX=1';

/** Files of this machine. */
export interface ShippedFiles {
  /** These every container gets, under names of its own. */
  readonly node: string;
  readonly bundle: string;
  readonly job: string;
  /** What Hadoop's client takes for the job's secrets. */
  readonly secrets: string;
}

export interface StreamingRequest {
  readonly submission: Submission;
  readonly request: ResolvedYarn;
  readonly plan: YarnPlan;
  readonly files: ShippedFiles;
  /** On the default file system. */
  readonly manifest: string;
  readonly tokens: string;
  /** Whether containers may not reserve more addresses than YARN's virtual memory check grants. */
  readonly isVirtualMemoryChecked: boolean;
}

/** Generic options, which have to come first, then Streaming's own. */
export function streamingArguments(asked: StreamingRequest): string[] {
  const { request, files, manifest, tokens } = asked;
  const properties = [...preferences(asked), ...request.hadoop, ...essentials(asked)];
  const shipped = [fileUri(files.node, NODE_FILE), fileUri(files.bundle, BUNDLE_FILE), fileUri(files.job, JOB_FILE)];
  return [
    ...properties.flatMap((property) => ['-D', property]),
    ...['-files', shipped.join(',')],
    ...['-inputformat', 'org.apache.hadoop.mapred.lib.NLineInputFormat'],
    ...['-input', manifest],
    ...['-output', tokens],
    ...['-mapper', taskCommand('map', asked)],
    ...['-reducer', taskCommand('reduce', asked)],
  ];
}

/** What a user may set otherwise with `--hadoop`. */
function preferences({ submission, request, plan }: StreamingRequest): string[] {
  return [
    `mapreduce.job.name=dedup ${submission.run}`,
    `mapreduce.map.java.opts=${TASK_JVM}`,
    `mapreduce.reduce.java.opts=${TASK_JVM}`,
    `mapreduce.map.env=${VARIABLES}`,
    `mapreduce.reduce.env=${VARIABLES}`,
    `yarn.app.mapreduce.am.command-opts=-Xmx${inMiB(plan.master.heapBytes)}m ${JVM}`,
    `yarn.app.mapreduce.am.env=${VARIABLES}`,
    // reduce tasks would take containers that map tasks still need
    'mapreduce.job.reduce.slowstart.completedmaps=1.0',
    'mapreduce.task.io.sort.mb=160',
    // what was fetched stays in memory: the reduce task's own records are in another process
    'mapreduce.reduce.input.buffer.percent=0.7',
    // a container comes with the second request after it was asked for, and by default one is made a second
    'yarn.app.mapreduce.am.scheduler.heartbeat.interval-ms=250',
    // a task of a node that is gone starts elsewhere when the application master has given the node up, and so does the
    // end of the job: by default after three minutes where the node refuses, a quarter of an hour where it is silent
    'yarn.client.nodemanager-connect.max-wait-ms=6000',
    'yarn.client.nodemanager-connect.retry-interval-ms=2000',
    'ipc.client.connect.timeout=5000',
    'ipc.client.connect.max.retries.on.timeouts=1',
    'mapreduce.reduce.shuffle.connect.timeout=20000',
    'mapreduce.task.timeout=600000',
    ...(request.queue === null ? [] : [`mapreduce.job.queuename=${request.queue}`]),
    ...redacted(request.hadoop),
  ];
}

/** Hadoop's pages, and what it keeps of a job, then show a mask for them. */
function redacted(given: readonly string[]): string[] {
  const secrets = given.filter(isSecret).map(nameOf);
  return secrets.length === 0 ? [] : [`mapreduce.job.redacted-properties=${secrets.join(',')}`];
}

/** What the tasks, and the driver, rely on: no user sets them otherwise. */
const ESSENTIALS: Readonly<Record<EssentialProperty, (asked: StreamingRequest) => unknown>> = {
  'mapreduce.job.tags': ({ submission }) => tagsOf(submission).join(','),
  'mapreduce.job.credentials.json': ({ files }) => files.secrets,
  'mapreduce.map.memory.mb': ({ request }) => inMiB(request.sizing.containerBytes),
  'mapreduce.reduce.memory.mb': ({ request }) => inMiB(request.sizing.containerBytes),
  'yarn.app.mapreduce.am.resource.mb': ({ request }) => inMiB(request.sizing.masterBytes),
  'mapreduce.job.running.map.limit': ({ request, plan }) => limitOf(plan.maps.length, request.sizing.parallelism),
  'mapreduce.job.running.reduce.limit': ({ request, plan }) => limitOf(plan.parts, request.sizing.parallelism),
  'mapreduce.job.reduces': ({ plan }) => plan.parts,
  'mapreduce.input.lineinputformat.linespermap': () => 1,
  'stream.map.input.ignoreKey': () => true,
  'stream.map.output': () => 'rawbytes',
  'stream.reduce.input': () => 'rawbytes',
  'stream.reduce.output': () => 'keyonlytext',
  'mapreduce.map.speculative': ({ request }) => request.speculative,
  'mapreduce.reduce.speculative': ({ request }) => request.speculative,
  // a small job would run in the application master, without containers
  'mapreduce.job.ubertask.enable': () => false,
  // what tasks commit is seen at the end, all or nothing
  'mapreduce.fileoutputcommitter.algorithm.version': () => 1,
  // the driver reads what reduce tasks hand in as it is, whatever a cluster packs by default
  'mapreduce.output.fileoutputformat.compress': () => false,
  // by default ten megabytes of splits, about fifty thousand tasks
  'mapreduce.job.split.metainfo.maxsize': () => -1,
};

function essentials(asked: StreamingRequest): string[] {
  return ESSENTIAL_PROPERTIES.map((name) => `${name}=${ESSENTIALS[name](asked)}`);
}

/**
 * 0, which is none, where no more tasks are than may run. Hadoop's application master asks again for what a limit keeps it
 * from only where there are more (MAPREDUCE-6697), but heeds the limit in any case: the container for a second attempt that
 * comes before the first one's end was noticed would be given back, and waited for for ever.
 */
function limitOf(tasks: number, parallelism: number): number {
  return tasks > parallelism ? parallelism : 0;
}

function inMiB(bytes: number): number {
  return Math.floor(bytes / MiB);
}

/** As Streaming splits it: at spaces. */
function taskCommand(task: 'map' | 'reduce', { isVirtualMemoryChecked }: StreamingRequest): string {
  // WebAssembly then checks its addresses itself, some percent slower, and reserves no ten GiB to have them checked
  const flags = isVirtualMemoryChecked ? ['--disable-wasm-trap-handler'] : [];
  return [`./${NODE_FILE}`, ...flags, BUNDLE_FILE, task].join(' ');
}

/** Commas separate files. */
function fileUri(path: string, name: string): string {
  return `${pathToFileURL(path).href.replaceAll(',', '%2C')}#${name}`;
}
