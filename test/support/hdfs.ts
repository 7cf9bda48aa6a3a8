/** Runs Hadoop's distributed file system for one test: a NameNode and a DataNode on this machine. */

import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { ROOT } from './command';
import { folderOnDisk } from './folder';
import { until } from './until';
import type { Cluster } from './yarn';

const JAVA = join(ROOT, 'test/yarn/commands/java');
const LOG = join(ROOT, 'test/yarn/log4j.properties');
const NAME_NODE = 'org.apache.hadoop.hdfs.server.namenode.NameNode';
const DATA_NODE = 'org.apache.hadoop.hdfs.server.datanode.DataNode';

/** Ports below the range for outgoing connections, as in test/yarn/addresses.mjs. */
const BELOW_OUTGOING = { from: 20_000, to: 32_768 };

const daemons: ChildProcess[] = [];

afterEach(async () => {
  await Promise.all(
    daemons.splice(0).map(async (daemon) => {
      if (daemon.exitCode !== null || daemon.signalCode !== null) return;
      const ended = once(daemon, 'exit');
      daemon.kill('SIGKILL');
      await ended;
    }),
  );
});

export interface Hdfs {
  /** `hdfs://127.0.0.1:<port>` */
  readonly address: string;
  /** The address of NameNode's REST service, `127.0.0.1:<port>`. */
  readonly web: string;
  /** The full names of the files and folders in a folder. */
  namesIn(folder: string): Promise<string[]>;
}

/** Starts HDFS with the Java and jars of a cluster, and returns once files can be written. */
export async function startHdfs({ environment }: Cluster): Promise<Hdfs> {
  const folder = folderOnDisk();
  const [port, web] = [await freePort(), await freePort()];
  writeConfiguration(join(folder, 'conf'), folder, port, web);
  const env = { ...process.env, ...environment, HADOOP_CONF_DIR: join(folder, 'conf'), HADOOP_LOG_DIR: folder };
  execFileSync(JAVA, [NAME_NODE, '-format', '-nonInteractive'], { env, stdio: 'pipe' });
  for (const daemon of [NAME_NODE, DATA_NODE]) daemons.push(spawn(JAVA, [daemon], { env, stdio: 'ignore' }));
  await until('HDFS has a node for data, and leaves its safe mode', async () => {
    const state = await stateOf(web).catch(() => undefined);
    return state?.LiveNodes.includes('infoAddr') && state.Safemode === '';
  });
  return { address: `hdfs://127.0.0.1:${port}`, web: `127.0.0.1:${web}`, namesIn: (name) => namesIn(web, name) };
}

/** Asks the NameNode's own pages, because a command would start a JVM. */
async function namesIn(web: number, folder: string): Promise<string[]> {
  const response = await fetch(
    `http://127.0.0.1:${web}/webhdfs/v1${folder}?op=LISTSTATUS&user.name=${userInfo().username}`,
  );
  expect(response.status).toBe(200);
  const { FileStatuses } = (await response.json()) as { FileStatuses: { FileStatus: { pathSuffix: string }[] } };
  return FileStatuses.FileStatus.map(({ pathSuffix }) => `${folder}/${pathSuffix}`);
}

/** Throws as long as no server answers. */
async function stateOf(web: number): Promise<{ readonly LiveNodes: string; readonly Safemode: string }> {
  const url = `http://127.0.0.1:${web}/jmx?qry=Hadoop:service=NameNode,name=NameNodeInfo`;
  const { beans } = (await (await fetch(url)).json()) as { beans: [{ LiveNodes: string; Safemode: string }] };
  return beans[0];
}

function writeConfiguration(conf: string, folder: string, port: number, web: number): void {
  // the daemons require web pages that are not in the jars
  for (const pages of ['hdfs', 'datanode']) mkdirSync(join(conf, 'webapps', pages), { recursive: true });
  copyFileSync(LOG, join(conf, 'log4j.properties'));
  writeFileSync(join(conf, 'core-site.xml'), xmlOf({ 'fs.defaultFS': `hdfs://127.0.0.1:${port}` }));
  const settings = {
    'dfs.replication': '1',
    'dfs.namenode.name.dir': join(folder, 'name'),
    'dfs.namenode.http-address': `127.0.0.1:${web}`,
    'dfs.datanode.data.dir': join(folder, 'data'),
    'dfs.datanode.address': '127.0.0.1:0',
    'dfs.datanode.http.address': '127.0.0.1:0',
    'dfs.datanode.ipc.address': '127.0.0.1:0',
  };
  writeFileSync(join(conf, 'hdfs-site.xml'), xmlOf(settings));
}

function xmlOf(properties: Readonly<Record<string, string>>): string {
  const lines = Object.entries(properties).map(
    ([name, value]) => `<property><name>${name}</name><value>${value}</value></property>`,
  );
  return `<configuration>${lines.join('\n')}</configuration>`;
}

/** A port on which nobody listens. An outgoing connection of another process cannot take it before its use. */
async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(BELOW_OUTGOING.from, BELOW_OUTGOING.to);
    const server = createServer().listen(port, '127.0.0.1');
    const isFree = await once(server, 'listening').then(
      () => true,
      () => false,
    );
    if (!isFree) continue;
    server.close();
    await once(server, 'close');
    return port;
  }
}
