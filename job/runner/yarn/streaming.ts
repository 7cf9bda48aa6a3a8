/** The command line of Hadoop Streaming. Pure. */

import { pathToFileURL } from 'node:url';
import { ESSENTIAL_PROPERTIES, type EssentialProperty } from '../../options/parsing/essential-properties';
import { isSecret, nameOf } from '../../options/parsing/secret-properties';
import type { ResolvedYarn } from '../../options/yarn';
import { MiB } from '../../shared/byte-units';
import { ARCHIVE_FILE, type ClassData, jvmOptions } from './class-data';
import { BUNDLE_FILE, JOB_FILE, NODE_FILE } from './contract';
import { TASK_HEAP_BYTES, type YarnPlan } from './plan';
import { type Submission, tagsOf } from './submission';

/**
 * Options for JVMs that only pass bytes on: they start fast, and do not reserve addresses that they never use. They run
 * the code of the cluster's own Hadoop alone, as its daemons do, and do not verify it once more at each start.
 */
const JVM = [
  '-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:CompressedClassSpaceSize=64m -XX:ReservedCodeCacheSize=32m',
  '-XX:+UnlockDiagnosticVMOptions -XX:-BytecodeVerificationRemote',
].join(' ');
/** Without this variable each thread of the JVM and of Node reserves addresses of its own to allocate from. */
const VARIABLES = 'MALLOC_ARENA_MAX=1';

/** The paths of the shipped files on this machine. */
export interface ShippedFiles {
  /** Every container gets Node, the bundle and the job's description, under the names in contract.ts. */
  readonly node: string;
  readonly bundle: string;
  readonly job: string;
  /** The file from which Hadoop's client reads the secrets of the job. */
  readonly secrets: string;
}

export interface StreamingRequest {
  readonly submission: Submission;
  readonly request: ResolvedYarn;
  readonly plan: YarnPlan;
  readonly files: ShippedFiles;
  /** The paths of the manifest and of the tokens on the default file system. */
  readonly manifest: string;
  readonly tokens: string;
  /** Whether YARN's virtual memory check limits the addresses that a container may reserve. */
  readonly isVirtualMemoryChecked: boolean;
  /** Null where containers start without it. */
  readonly classData: ClassData | null;
}

/** The arguments of the command: generic options, which have to come first, then Streaming's own options. */
export function streamingArguments(asked: StreamingRequest): string[] {
  const { request, files, manifest, tokens, classData } = asked;
  const properties = [...preferences(asked), ...request.hadoop, ...essentials(asked)];
  const shipped = [fileUri(files.node, NODE_FILE), fileUri(files.bundle, BUNDLE_FILE), fileUri(files.job, JOB_FILE)];
  if (classData !== null) shipped.push(fileUri(classData.archive, ARCHIVE_FILE));
  return [
    ...properties.flatMap((property) => ['-D', property]),
    ...['-files', shipped.join(',')],
    // the client ends as soon as YARN has the job, because the driver follows the job itself
    '-background',
    ...['-inputformat', 'org.apache.hadoop.mapred.lib.NLineInputFormat'],
    ...['-input', manifest],
    ...['-output', tokens],
    ...['-mapper', taskCommand('map', asked)],
    ...['-reducer', taskCommand('reduce', asked)],
  ];
}

/** Properties that a user may override with `--hadoop`. */
function preferences({ submission, request, plan, classData }: StreamingRequest): string[] {
  const jvm = classData === null ? JVM : `${JVM} ${jvmOptions(classData)}`;
  return [
    `mapreduce.job.name=dedup ${submission.run}`,
    `mapreduce.map.java.opts=-Xmx${inMiB(TASK_HEAP_BYTES)}m ${jvm}`,
    `mapreduce.reduce.java.opts=-Xmx${inMiB(TASK_HEAP_BYTES)}m ${jvm}`,
    // schedulers that count cores then leave the threads of a task theirs
    `mapreduce.map.cpu.vcores=${plan.slots}`,
    `mapreduce.reduce.cpu.vcores=${plan.slots}`,
    `mapreduce.map.env=${VARIABLES}`,
    `mapreduce.reduce.env=${VARIABLES}`,
    `yarn.app.mapreduce.am.command-opts=-Xmx${inMiB(plan.master.heapBytes)}m ${jvm}`,
    `yarn.app.mapreduce.am.env=${VARIABLES}`,
    // reduce tasks that start earlier would take containers that map tasks still need
    'mapreduce.job.reduce.slowstart.completedmaps=1.0',
    'mapreduce.task.io.sort.mb=160',
    // fetched frames may stay in the JVM's memory, because the records of the reduce task are in another process
    'mapreduce.reduce.input.buffer.percent=0.7',
    // the application master gets a container with its second heartbeat after the request; the default is one a second
    'yarn.app.mapreduce.am.scheduler.heartbeat.interval-ms=250',
    // A lost node holds up the restart of its tasks, and the end of the job, until the application master has given the
    // node up. By default this takes three minutes where the node refuses connections, and a quarter of an hour where
    // it is silent.
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

/**
 * Makes Hadoop's pages, and the job's properties that Hadoop keeps, show a mask for the values of secret properties.
 */
function redacted(given: readonly string[]): string[] {
  const secrets = given.filter(isSecret).map(nameOf);
  return secrets.length === 0 ? [] : [`mapreduce.job.redacted-properties=${secrets.join(',')}`];
}

/** Properties on which the tasks and the driver rely. A user cannot override them. */
const ESSENTIALS: Readonly<Record<EssentialProperty, (asked: StreamingRequest) => unknown>> = {
  'mapreduce.job.tags': ({ submission }) => tagsOf(submission).join(','),
  'mapreduce.job.credentials.json': ({ files }) => files.secrets,
  'mapreduce.map.memory.mb': ({ plan }) => inMiB(plan.containerBytes),
  'mapreduce.reduce.memory.mb': ({ plan }) => inMiB(plan.containerBytes),
  'yarn.app.mapreduce.am.resource.mb': ({ request }) => inMiB(request.sizing.masterBytes),
  'mapreduce.job.running.map.limit': ({ plan }) => limitOf(plan.maps.length, plan.containers),
  'mapreduce.job.running.reduce.limit': ({ plan }) => limitOf(plan.reduces, plan.containers),
  'mapreduce.job.reduces': ({ plan }) => plan.reduces,
  'mapreduce.input.lineinputformat.linespermap': () => 1,
  'stream.map.input.ignoreKey': () => true,
  'stream.map.output': () => 'rawbytes',
  'stream.reduce.input': () => 'rawbytes',
  'stream.reduce.output': () => 'keyonlytext',
  'mapreduce.map.speculative': ({ request }) => request.speculative,
  'mapreduce.reduce.speculative': ({ request }) => request.speculative,
  // otherwise a small job would run inside the application master, without containers
  'mapreduce.job.ubertask.enable': () => false,
  // the committed files of all tasks become visible at the end of the job, all or nothing
  'mapreduce.fileoutputcommitter.algorithm.version': () => 1,
  // the driver reads the tokens of reduce tasks unpacked, so a cluster's default must not pack them
  'mapreduce.output.fileoutputformat.compress': () => false,
  // no limit: the default of ten megabytes is enough for about fifty thousand tasks
  'mapreduce.job.split.metainfo.maxsize': () => -1,
};

function essentials(asked: StreamingRequest): string[] {
  return ESSENTIAL_PROPERTIES.map((name) => `${name}=${ESSENTIALS[name](asked)}`);
}

/**
 * The limit of running tasks, 0 for no limit where no more tasks exist than may run. Hadoop's application master always
 * obeys a limit, but it repeats a request that the limit held back only where there are more tasks than the limit
 * (MAPREDUCE-6697). With fewer tasks, a container for a second attempt may come before the end of the first attempt was
 * noticed; the application master would give this container back, and then wait for another one for ever.
 */
function limitOf(tasks: number, containers: number): number {
  return tasks > containers ? containers : 0;
}

function inMiB(bytes: number): number {
  return Math.floor(bytes / MiB);
}

/** The command line of a task. Streaming splits it at spaces. */
function taskCommand(task: 'map' | 'reduce', { isVirtualMemoryChecked }: StreamingRequest): string {
  // With this flag WebAssembly checks addresses by its own code, which is some percent slower, but it does not reserve
  // ten GiB of addresses.
  const flags = isVirtualMemoryChecked ? ['--disable-wasm-trap-handler'] : [];
  return [`./${NODE_FILE}`, ...flags, BUNDLE_FILE, task].join(' ');
}

/** The URI of a shipped file. A comma is encoded, because commas separate the files of `-files`. */
function fileUri(path: string, name: string): string {
  return `${pathToFileURL(path).href.replaceAll(',', '%2C')}#${name}`;
}
