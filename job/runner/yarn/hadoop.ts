/** Hadoop's commands on this machine, and their configuration. */

import fs from 'node:fs';
import path from 'node:path';
import { EXIT } from '../../shared/exit';
import { Failure } from '../../shared/failure';
import { type HadoopProperties, propertiesOf, SITE_FILES } from './configuration';
import { type Command, type Ended, type Program, runProgram, startProgram } from './process';

const STREAMING_JAR = /^hadoop-streaming(?:-\d+(?:\.\d+)*(?:-amzn-\d+)?)?\.jar$/;

/**
 * The most time for one call. A call starts a JVM and makes some requests, which takes seconds, and longer for the
 * manifest of a million files, a quarter of a gigabyte. Without a limit Hadoop would try for a quarter of an hour to
 * reach a NameNode or a ResourceManager that is silent.
 */
const CALL_WITHIN_MS = 180_000;

/** The paths of Hadoop's commands and configuration on this machine. */
export interface HadoopPlaces {
  readonly hadoop: string;
  readonly streaming: Command;
  readonly yarn: string;
  /** The folder with the site files. */
  readonly configuration: string;
}

/** Throws with exit code 69 where one of these is missing. */
export function findHadoop(env: NodeJS.ProcessEnv): HadoopPlaces {
  const hadoop = onPath('hadoop', env);
  if (hadoop === null) {
    throw missing("no 'hadoop' on the PATH: run this on the master node of a cluster, or set HADOOP_HOME");
  }
  const homes = [...(env.HADOOP_HOME ? [env.HADOOP_HOME] : []), path.resolve(fs.realpathSync(hadoop), '../..')];
  const yarn = onPath('yarn', env);
  if (yarn === null) throw missing(`no 'yarn' on the PATH beside '${hadoop}'`);
  return { hadoop, yarn, streaming: findStreaming(hadoop, homes, env), configuration: findConfiguration(homes, env) };
}

function findStreaming(hadoop: string, homes: readonly string[], env: NodeJS.ProcessEnv): Command {
  const command = onPath('hadoop-streaming', env);
  if (command !== null) return [command];
  const folders = [
    ...homes.map((home) => path.join(home, 'share/hadoop/tools/lib')),
    '/usr/lib/hadoop-mapreduce',
    '/usr/lib/hadoop',
  ];
  for (const folder of folders) {
    const jar = namesIn(folder).find((name) => STREAMING_JAR.test(name));
    if (jar !== undefined) return [hadoop, 'jar', path.join(folder, jar)];
  }
  throw missing(`no 'hadoop-streaming' on the PATH, and no hadoop-streaming.jar in ${folders.join(', ')}`);
}

function findConfiguration(homes: readonly string[], env: NodeJS.ProcessEnv): string {
  const named = [env.HADOOP_CONF_DIR, env.YARN_CONF_DIR].filter((folder) => folder !== undefined && folder !== '');
  const folders = [...(named as string[]), ...homes.map((home) => path.join(home, 'etc/hadoop')), '/etc/hadoop/conf'];
  const found = folders.find((folder) => namesIn(folder).includes('yarn-site.xml'));
  if (found !== undefined) return found;
  throw missing(`no yarn-site.xml in ${folders.join(', ')}: set HADOOP_CONF_DIR to Hadoop's configuration`);
}

/** Hadoop's commands. Each call starts a JVM, which takes a second or two. */
export class Hadoop {
  private readonly env: NodeJS.ProcessEnv;

  constructor(
    private readonly places: HadoopPlaces,
    /** Properties `name=value`, which override the site files. */
    private readonly given: readonly string[],
    env: NodeJS.ProcessEnv,
    /** Makes a signal that comes when the time for one call is over. */
    private readonly limit: () => AbortSignal = () => AbortSignal.timeout(CALL_WITHIN_MS),
  ) {
    this.env = childEnvironment(env);
  }

  /** Throws with exit code 69 where the site files cannot be read. */
  properties(): HadoopProperties {
    const { configuration } = this.places;
    try {
      const present = SITE_FILES.filter((name) => fs.existsSync(path.join(configuration, name)));
      return propertiesOf(
        present.map((name) => fs.readFileSync(path.join(configuration, name), 'utf8')),
        this.given,
      );
    } catch (error) {
      throw new Failure(
        EXIT.unavailable,
        `cannot read Hadoop's configuration in '${configuration}': ${(error as Error).message.replace(/\s+/g, ' ')}`,
        { cause: error },
      );
    }
  }

  startStreaming(args: readonly string[]): Program {
    return startProgram([...this.places.streaming, ...args], this.env);
  }

  /** Copies a folder of this machine to the default file system. */
  async put(from: string, to: string, signal: AbortSignal): Promise<void> {
    const put = () => this.fs(['-put', from, to], signal);
    if ((await put()).exitCode === 0) return;
    // Most probably the parent folder is missing. Checking for it first would cost every run a JVM. What the failed
    // call has copied is removed first, because `-put` copies into a folder that exists.
    await this.fs(removal(to), signal);
    await this.fs(['-mkdir', '-p', path.posix.dirname(to)], signal);
    const { exitCode, said } = await put();
    if (exitCode !== 0) throw unusable(`cannot copy the job's manifest to '${to}' on the cluster's file system`, said);
  }

  /** The content of all files that match a pattern, one behind the other. */
  async read(pattern: string, signal: AbortSignal): Promise<Buffer> {
    const chunks: Buffer[] = [];
    const { exitCode, said } = await this.fs(['-cat', pattern], signal, (bytes) => chunks.push(bytes));
    if (exitCode !== 0) throw unusable(`cannot read '${pattern}' on the cluster's file system`, said);
    return Buffer.concat(chunks);
  }

  /** Removes a folder of the default file system. Returns whether it is gone, also where it did not exist. */
  async remove(folder: string): Promise<boolean> {
    const { exitCode } = await this.run(this.fsCommand(removal(folder)), this.limit());
    return exitCode === 0;
  }

  /** Kills an application. Returns whether the command succeeded. */
  async kill(application: string): Promise<boolean> {
    const { exitCode } = await this.run([this.places.yarn, 'application', '-kill', application], this.limit());
    return exitCode === 0;
  }

  /**
   * Runs `hadoop fs`. Throws the reason where the run has been ended, or with exit code 69 where the call takes too
   * long.
   */
  private async fs(args: readonly string[], signal: AbortSignal, onOutput?: (bytes: Buffer) => void): Promise<Ended> {
    signal.throwIfAborted();
    const limit = this.limit();
    const call = await this.run(this.fsCommand(args), AbortSignal.any([limit, signal]), onOutput);
    signal.throwIfAborted();
    // a call that succeeded at the moment at which its time was over is no failure
    if (call.exitCode === 0 || !limit.aborted) return call;
    throw new Failure(
      EXIT.unavailable,
      `'hadoop fs ${args.join(' ')}' had not ended after ${CALL_WITHIN_MS / 1000} s: see whether 'hadoop fs -ls /' ` +
        'answers here, then run again',
    );
  }

  private fsCommand(args: readonly string[]): Command {
    return [this.places.hadoop, 'fs', ...this.given.flatMap((property) => ['-D', property]), ...args];
  }

  private run(command: Command, until: AbortSignal, onOutput?: (bytes: Buffer) => void): Promise<Ended> {
    return runProgram(command, this.env, until, onOutput);
  }
}

function removal(folder: string): string[] {
  return ['-rm', '-r', '-f', '-skipTrash', folder];
}

/** A command ends before the optimizing compiler of its JVM pays. An option of the user comes later, and wins. */
const SHORT_LIVED = '-XX:TieredStopAtLevel=1';

/**
 * The environment of Hadoop's commands. In a step on EMR their log goes to a file by default; here its lines are
 * needed.
 */
export function childEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return {
    ...env,
    HADOOP_ROOT_LOGGER: 'INFO,console',
    HADOOP_LOGFILE: 'hadoop.log',
    HADOOP_CLIENT_OPTS: [SHORT_LIVED, env.HADOOP_CLIENT_OPTS ?? ''].join(' ').trim(),
    NODE_OPTIONS: undefined,
  };
}

/** The last line that tells of an error, or else the last line, without the lines of stack traces. */
export function lastSaid(said: readonly string[]): string {
  const telling = said.filter((line) => !/^\s+at |^\s*\.\.\. \d+ more/.test(line));
  const error = telling.findLast((line) => /error|exception|cannot|denied|no such|refused/i.test(line));
  return (error ?? telling.at(-1) ?? 'it said nothing').trim();
}

function unusable(what: string, said: readonly string[]): Failure {
  return new Failure(EXIT.unavailable, `${what}: ${lastSaid(said)}`);
}

function onPath(name: string, { PATH = '', HADOOP_HOME = '' }: NodeJS.ProcessEnv): string | null {
  const folders = [...PATH.split(path.delimiter), ...(HADOOP_HOME === '' ? [] : [path.join(HADOOP_HOME, 'bin')])];
  const found = folders.map((folder) => path.join(folder, name)).find(isProgram);
  return found === undefined ? null : found;
}

function isProgram(file: string): boolean {
  try {
    fs.accessSync(file, fs.constants.X_OK);
    return fs.statSync(file).isFile();
  } catch {
    return false;
  }
}

/** The names in a folder, in order; none where it cannot be read. */
export function namesIn(folder: string): string[] {
  try {
    return fs.readdirSync(folder).sort();
  } catch {
    return [];
  }
}

function missing(message: string): Failure {
  return new Failure(EXIT.unavailable, message);
}
