/** Tests on Hadoop's own YARN: test/yarn/README.md. */

import { join } from 'node:path';
// first of all what uses a cluster is ended: its hook is the earlier one
import './command';

/** What the launcher prints as JSON. */
export interface Cluster {
  /** Address of its pages and REST: `http://127.0.0.1:<port>`. */
  readonly resourceManager: string;
  readonly jobHistory: string;
  readonly nodes: readonly YarnNode[];
  /** All of them, with those of the nodes. */
  readonly daemons: readonly { readonly name: string; readonly pid: number }[];
  readonly supervisorPid: number;
  /** Holds everything that the cluster writes: `logs/`, `conf/`, and for each node `nodes/<name>/{local,logs}`. */
  readonly folder: string;
  /** For commands that use the cluster, on top of one's own: PATH, HADOOP_CONF_DIR, HADOOP_HOME, JAVA_HOME … */
  readonly environment: Readonly<Record<string, string>>;
  /** The one folder of that PATH with `hadoop-streaming`, which not every master has. */
  readonly streamingCommands: string;
}

export interface YarnNode {
  readonly name: string;
  readonly address: string;
  /** Of its NodeManager. */
  readonly pid: number;
  readonly folder: string;
}

/** A cluster of a test's own. */
export interface StartedCluster extends Cluster {
  readonly launcherPid: number;
  /** Carries out `start <node>` or `lose <node>`; returns what the cluster then says of itself. */
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

/** The same for all tests of a file, or of a `describe`, that calls this: returns what gives it to them. */
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
 * Tests on the cluster that all files share. Where this machine lacks Java or Maven they are skipped, and what is
 * missing printed; with CI=true they fail.
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
    // jest wants to see a test in every file
    it.skip(name, () => undefined);
  }
}

/** Of test/support/yarn-runner.cjs. */
function whatTheRunnerStarted(): {
  readonly cluster?: Cluster;
  readonly missing?: string;
  readonly failed?: string;
} {
  const { DEDUP_TEST_YARN: text } = process.env;
  if (text === undefined) throw new Error("no cluster: these tests need the runner of jest's project yarn");
  return JSON.parse(text);
}
