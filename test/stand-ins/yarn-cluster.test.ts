/** The cluster on which other tests run: its nodes, a job on it, and its complete removal. */

import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { temporaryFolder } from '../support/folder';
import { type Cluster, onYarn, startCluster } from '../support/yarn';

/** Which Hadoop's text formats would change, or split. */
const VALUES = ['a\tb', 'line\n', 'x\r', '\r\n', 'nul\0', '\xff\xfe', '', '^', ' '];

/**
 * Both tasks of a job. `map` makes a record of each line that it gets, which is hexadecimal; `reduce` makes a line of
 * each record.
 */
const TASK = `
  const input = require('node:fs').readFileSync(0);
  const framed = (bytes) => Buffer.concat([Buffer.from([0, 0, 0, bytes.length]), bytes]);
  if (process.argv[2] === 'map') {
    for (const [, hex] of input.toString('latin1').matchAll(/=(.*)\\n/g)) {
      process.stdout.write(Buffer.concat([framed(Buffer.from('key')), framed(Buffer.from(hex, 'hex'))]));
    }
  } else {
    for (let at = 0; at < input.length; ) {
      const value = at + 4 + input.readUInt32BE(at);
      at = value + 4 + input.readUInt32BE(value);
      process.stdout.write('=' + input.toString('hex', value + 4, at) + '\\n');
    }
  }`;

/** Small tasks, quickly started. */
const TASKS = ['map', 'reduce'].flatMap((task) => [
  ...['-D', `mapreduce.${task}.memory.mb=1024`],
  ...['-D', `mapreduce.${task}.java.opts=-Xmx300m -XX:+UseSerialGC -XX:TieredStopAtLevel=1`],
]);
const MASTER = [
  ...['-D', 'yarn.app.mapreduce.am.resource.mb=1024'],
  ...['-D', 'yarn.app.mapreduce.am.command-opts=-Xmx300m -XX:+UseSerialGC -XX:TieredStopAtLevel=1'],
];
const ONE_SMALL_NODE = ['--nodes', '1', '--memory', '2048'];
/** For a busy machine: a job's first container takes some seconds. */
const SOON_MS = 60_000;

jest.setTimeout(600_000);

const commands: ChildProcess[] = [];

afterEach(() => {
  for (const command of commands.splice(0)) command.kill('SIGKILL');
});

onYarn('the cluster', (cluster) => {
  it('has four nodes of 11520 MB, each with an address of its own', async () => {
    const { nodes } = await get(`${cluster.resourceManager}/ws/v1/cluster/nodes`);
    // others may have jobs there
    const memoryMb = ({ usedMemoryMB, availMemoryMB }: Record<string, number>) =>
      Number(usedMemoryMB) + Number(availMemoryMB);
    const seen = nodes.node.map((node: Record<string, number>) => [node.nodeHostName, node.state, memoryMb(node)]);
    const addresses = ['127.0.0.2', '127.0.0.3', '127.0.0.4', '127.0.0.5'];
    expect(seen.sort()).toEqual(addresses.map((address) => [address, 'RUNNING', 11520]));
    expect(cluster.nodes.map(({ address }) => address)).toEqual(addresses);
  });

  it('sets nothing that a job on EMR has to set itself', async () => {
    expect(await setting(cluster, 'yarn.client.nodemanager-connect.max-wait-ms')).toBe('180000');
    expect(await setting(cluster, 'yarn.scheduler.minimum-allocation-mb')).toBe('32');
  });

  it('runs a streaming job that keeps every byte', async () => {
    const given = VALUES.map((value) => `=${Buffer.from(value, 'latin1').toString('hex')}\n`);
    const folder = temporaryFolder({ 'task.cjs': TASK, input: given.join('') });
    const said = await streaming(cluster, [
      ...['-D', 'stream.map.output=rawbytes', '-D', 'stream.reduce.input=rawbytes'],
      ...['-D', 'stream.reduce.output=keyonlytext', '-D', 'stream.map.input.ignoreKey=true'],
      ...['-D', 'mapreduce.input.lineinputformat.linespermap=5', '-D', 'mapreduce.job.reduces=1'],
      ...['-files', `file://${folder}/task.cjs`, '-inputformat', 'org.apache.hadoop.mapred.lib.NLineInputFormat'],
      ...['-mapper', `${process.execPath} task.cjs map`, '-reducer', `${process.execPath} task.cjs reduce`],
      ...['-input', `file://${folder}/input`, '-output', `file://${folder}/output`],
    ]);
    expect(
      readFileSync(join(folder, 'output', 'part-00000'), 'latin1')
        .match(/.*\n/g)
        ?.sort(),
    ).toEqual(given.sort());
    expect(said).toContain('Launched map tasks=2\n');
    expect(said).toContain('Launched reduce tasks=1\n');
  });

  it('can lack hadoop-streaming, as the master node of an EMR cluster may', async () => {
    const PATH = cluster.environment.PATH?.replace(`${cluster.streamingCommands}:`, '');
    const env = { ...process.env, ...cluster.environment, PATH };
    await expect(promisify(execFile)('hadoop-streaming', [], { env })).rejects.toThrow('ENOENT');
    await expect(promisify(execFile)('hadoop', ['version'], { env })).resolves.toHaveProperty(
      'stdout',
      expect.stringMatching(/^Hadoop 3\.4\.2\n/),
    );
  });

  it('runs beside another cluster, which ends with its launcher', async () => {
    const ofItsOwn = ['--set', 'yarn-site:yarn.nodemanager.vmem-pmem-ratio=5', '--plain'];
    const other = await startCluster(...ONE_SMALL_NODE, ...ofItsOwn);
    expect(await setting(other, 'yarn.nodemanager.vmem-pmem-ratio')).toBe('5');
    expect([jvmsWithClassData(other), jvmsWithClassData(cluster)]).toEqual([[], ['commands', 'containers']]);
    expect(await setting(cluster, 'yarn.nodemanager.vmem-pmem-ratio')).toBe('2.1');
    const container = await runForEver(other);
    process.kill(other.launcherPid, 'SIGKILL');
    await until(() => nothingLeft(other) && !isAlive(container));
    expect(await setting(cluster, 'yarn.nodemanager.vmem-pmem-ratio')).toBe('2.1');
  });

  it('loses a node and gets it back, and its launcher ends it when its supervisor was killed', async () => {
    const other = await startCluster(...ONE_SMALL_NODE);
    const [node] = (await other.tell('lose node-1')).nodes;
    expect(isAlive(node?.pid)).toBe(false);
    const [again] = (await other.tell('start node-1')).nodes;
    expect(isAlive(again?.pid)).toBe(true);
    await expect(other.tell('start node-1')).rejects.toThrow('node-1 is running');
    await expect(other.tell('lose node-2')).rejects.toThrow('no node "node-2"; there are: node-1');
    await expect(other.tell('stop')).rejects.toThrow('no command "stop"; there are: start NODE, lose NODE');
    process.kill(other.supervisorPid, 'SIGKILL');
    expect(await other.ended).toEqual({
      exitCode: 1,
      signal: null,
      stderr: 'yarn: the supervisor was ended by SIGKILL, and its cluster after it\n',
    });
    await until(() => nothingLeft(other));
  });

  it('is ended by the next start if its launcher and its supervisor were killed, and ends itself when it is told to', async () => {
    const other = await startCluster(...ONE_SMALL_NODE);
    process.kill(other.launcherPid, 'SIGKILL');
    process.kill(other.supervisorPid, 'SIGKILL');
    await other.ended;
    expect(nothingLeft(other)).toBe(false);
    const next = await startCluster(...ONE_SMALL_NODE);
    await until(() => nothingLeft(other));
    await next.stop();
    await until(() => nothingLeft(next));
  });
});

/**
 * Starts a job whose one map task does nothing and does not end, in a folder that is not its container's. Returns the
 * task's process.
 */
async function runForEver(cluster: Cluster): Promise<number> {
  const folder = temporaryFolder({ input: 'line\n', 'task.sh': 'echo $$ > "$1" && cd / && exec sleep 1000\n' });
  const pid = join(folder, 'pid');
  void streaming(cluster, [
    ...['-D', 'mapreduce.job.reduces=0', '-files', `file://${folder}/task.sh`],
    ...['-mapper', `sh task.sh ${pid}`, '-input', `file://${folder}/input`, '-output', `file://${folder}/output`],
  ]);
  await until(() => existsSync(pid) && readFileSync(pid, 'utf8').endsWith('\n'));
  return Number(readFileSync(pid, 'utf8'));
}

/** Settles with what `hadoop-streaming` said when it has ended, by itself or with the test. */
async function streaming(cluster: Cluster, args: readonly string[]): Promise<string> {
  const command = spawn('hadoop-streaming', [...TASKS, ...MASTER, ...args], {
    env: { ...process.env, ...cluster.environment },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  commands.push(command);
  return text(command.stderr);
}

async function setting(cluster: Cluster, name: string): Promise<unknown> {
  return (await get(`${cluster.resourceManager}/conf?name=${name}`)).property.value;
}

// biome-ignore lint/suspicious/noExplicitAny: what Hadoop answers is looked at, not relied on
async function get(url: string): Promise<any> {
  return (await fetch(url, { headers: { accept: 'application/json' } })).json();
}

/** The JVMs that take their classes from the archive of class-data.mjs. */
function jvmsWithClassData({ folder, environment }: Cluster): string[] {
  const site = readFileSync(join(folder, 'conf', 'mapred-site.xml'), 'utf8');
  const commands = environment.HADOOP_CLASS_DATA === undefined ? [] : ['commands'];
  return [...commands, ...(site.includes('-XX:SharedArchiveFile=') ? ['containers'] : [])];
}

/** Neither a process nor the folder. */
function nothingLeft({ daemons, folder }: Cluster): boolean {
  return !existsSync(folder) && !daemons.some(({ pid }) => isAlive(pid));
}

function isAlive(pid: number | undefined): boolean {
  try {
    return process.kill(pid as number, 0);
  } catch {
    return false;
  }
}

async function until(isSo: () => boolean): Promise<void> {
  const deadline = Date.now() + SOON_MS;
  while (!isSo()) {
    if (Date.now() > deadline) throw new Error(`not so within ${SOON_MS / 1000} s: ${isSo}`);
    await delay(20);
  }
}
