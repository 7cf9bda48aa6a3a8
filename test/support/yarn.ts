/** Support for tests on Hadoop's own YARN. See test/yarn/README.md. */

import { join } from 'node:path';
// the hook of this import ends the processes that use a cluster before the cluster is stopped
import './command';

/** The description of a cluster, which the launcher prints as JSON. */
export interface Cluster {
  /** The address of its pages and its REST API: `http://127.0.0.1:<port>`. */
  readonly resourceManager: string;
  readonly jobHistory: string;
  readonly nodes: readonly YarnNode[];
  /** All daemons, including those of the nodes. */
  readonly daemons: readonly { readonly name: string; readonly pid: number }[];
  readonly supervisorPid: number;
  /** The folder of all files of the cluster: `logs/`, `conf/`, and for each node `nodes/<name>/{local,logs}`. */
  readonly folder: string;
  /** Additional variables for commands that use the cluster: PATH, HADOOP_CONF_DIR, HADOOP_HOME, JAVA_HOME … */
  readonly environment: Readonly<Record<string, string>>;
  /** The folder of the PATH with the command `hadoop-streaming`, which not every master node has. */
  readonly streamingCommands: string;
}

export interface YarnNode {
  readonly name: string;
  readonly address: string;
  /** The process id of its NodeManager. */
  readonly pid: number;
  readonly folder: string;
}

/** A cluster that belongs to one test. */
export interface StartedCluster extends Cluster {
  readonly launcherPid: number;
  /** Carries out `start <node>` or `lose <node>`. Returns the new description of the cluster. */
  tell(command: string): Promise<Cluster>;
  readonly ended: Promise<{
    readonly exitCode: number | null;
    readonly signal: NodeJS.Signals | null;
    readonly stderr: string;
  }>;
  stop(): Promise<void>;
}

const started: StartedCluster[] = [];

afterEach(async () => {
  await Promise.all(started.splice(0).map((cluster) => cluster.stop()));
});

/** Starts a cluster for one test, with options of the launcher. */
export async function startCluster(...options: readonly string[]): Promise<StartedCluster> {
  const cluster = await launch(options);
  started.push(cluster);
  return cluster;
}

/** Starts a cluster for all tests of the file or `describe` that calls this. Returns a function that returns the cluster. */
export function clusterOfItsOwn(...options: readonly string[]): () => StartedCluster {
  let cluster: StartedCluster | undefined;
  beforeAll(async () => {
    cluster = await launch(options);
  });
  afterAll(() => cluster?.stop());
  return () => cluster as StartedCluster;
}

function launch(options: readonly string[]): Promise<StartedCluster> {
  return require(join(__dirname, 'start-yarn.cjs')).startYarn(options);
}

/**
 * Tests on the cluster that all test files share. On a machine without Java or Maven they are skipped and the missing
 * program is printed; with CI=true they fail.
 */
export function onYarn(name: string, tests: (cluster: Cluster) => void): void {
  const { cluster, missing, failed } = whatTheRunnerStarted();
  if (cluster !== undefined) {
    describe(name, () => tests(cluster));
  } else if (failed !== undefined || process.env.CI === 'true') {
    it(name, () => {
      throw new Error(failed ?? missing);
    });
  } else {
    process.stderr.write(`SKIPPED ${name}: ${missing}\n`);
    // jest requires a test in every file
    it.skip(name, () => undefined);
  }
}

/** The result that test/support/on-one-cluster.cjs passes on. */
function whatTheRunnerStarted(): {
  readonly cluster?: Cluster;
  readonly missing?: string;
  readonly failed?: string;
} {
  const { DEDUP_TEST_YARN: text } = process.env;
  if (text === undefined) throw new Error("no cluster: these tests need the runner of jest's project yarn");
  return JSON.parse(text);
}
