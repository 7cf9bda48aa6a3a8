/** Makes class data on the master of a cluster, from the Hadoop and with the Java of that machine. */

import fs from 'node:fs';
import path from 'node:path';
import { EXIT } from '../../shared/exit';
import { Failure } from '../../shared/failure';
import { ARCHIVE_FILE, CLASS_PATH_FILE } from './class-data';
import { jarsOfList } from './class-list';
import { childEnvironment, findHadoop, lastSaid } from './hadoop';
import { jarsNamed } from './hadoop-jars';
import { type Ended, runProgram } from './process';

/** Many times as long as a slow machine needs. */
const WITHIN_MS = 300_000;
const timeLimit = () => AbortSignal.timeout(WITHIN_MS);

export interface Made {
  readonly archiveBytes: number;
  readonly jars: number;
}

/**
 * Makes the folder, which appears only once it is complete. Throws with exit code 64 where the folder exists or cannot be
 * named to Hadoop's commands, with 69 where this machine has no Hadoop, or its Java makes no archive.
 */
export async function makeClassData(folder: string, list: string, env: NodeJS.ProcessEnv): Promise<Made> {
  if (/\s/.test(folder)) throw new Failure(EXIT.usage, `'${folder}' has a space, which Hadoop's commands do not take`);
  if (fs.existsSync(folder))
    throw new Failure(EXIT.usage, `'${folder}' exists already: remove it, or name a new folder`);
  const { hadoop } = findHadoop(env);
  const jars = jarsNamed(jarsOfList(list), await classPathOf(hadoop, env));
  if (jars.length === 0) throw new Failure(EXIT.unavailable, "'hadoop classpath' names none of Hadoop's jars");
  fs.mkdirSync(path.dirname(folder), { recursive: true });
  const unfinished = fs.mkdtempSync(`${folder}.`);
  try {
    const archive = path.join(unfinished, ARCHIVE_FILE);
    const classes = path.join(unfinished, 'classes');
    const classPath = jars.join(path.delimiter);
    fs.writeFileSync(classes, list);
    fs.writeFileSync(path.join(unfinished, CLASS_PATH_FILE), `${classPath}\n`);
    await dump(hadoop, { classes, archive, classPath }, env);
    fs.rmSync(classes);
    // the nodes may fetch it as another user
    fs.chmodSync(archive, 0o644);
    fs.chmodSync(unfinished, 0o755);
    fs.renameSync(unfinished, folder);
    return { archiveBytes: fs.statSync(path.join(folder, ARCHIVE_FILE)).size, jars: jars.length };
  } finally {
    fs.rmSync(unfinished, { recursive: true, force: true });
  }
}

async function classPathOf(hadoop: string, env: NodeJS.ProcessEnv): Promise<string> {
  const chunks: Buffer[] = [];
  const ended = await runProgram([hadoop, 'classpath'], childEnvironment(env), timeLimit(), (bytes) =>
    chunks.push(bytes),
  );
  if (ended.exitCode !== 0) throw failed("'hadoop classpath'", ended);
  return Buffer.concat(chunks).toString().trim();
}

/**
 * Hadoop's own command starts the JVM, because Hadoop's settings name its Java. With these options the JVM makes the
 * archive and ends, before it would run the command.
 */
async function dump(
  hadoop: string,
  { classes, archive, classPath }: { readonly classes: string; readonly archive: string; readonly classPath: string },
  env: NodeJS.ProcessEnv,
): Promise<void> {
  const options = [
    ...['-Xshare:dump', `-XX:SharedClassListFile=${classes}`, `-XX:SharedArchiveFile=${archive}`],
    // Only with this collector the archive has Java's own objects too, which every JVM then takes from it. Hadoop's
    // settings may choose another one.
    ...['-XX:-UseSerialGC', '-XX:-UseParallelGC', '-XX:+UseG1GC'],
    // a class of the list that this Hadoop lacks is no error
    ...['-Xlog:disable', '-Xlog:all=error', '-cp', classPath],
  ];
  const own = childEnvironment(env);
  const dumping = { ...own, HADOOP_CLIENT_OPTS: `${own.HADOOP_CLIENT_OPTS} ${options.join(' ')}` };
  const ended = await runProgram([hadoop, 'version'], dumping, timeLimit());
  if (ended.exitCode !== 0 || !fs.existsSync(archive)) throw failed("Hadoop's Java", ended);
}

function failed(what: string, { exitCode, said }: Ended): Failure {
  return new Failure(EXIT.unavailable, `${what} made no class data: exit code ${exitCode}, ${lastSaid(said)}`);
}
