/**
 * Class data: an archive of Hadoop's classes in the form of a JVM's memory, with which the JVMs of containers start faster.
 * A folder holds the archive, and the class path with the jars from which it was made. A JVM uses the archive only if it
 * has the same Java and the same jars, at the same places, and goes on without it otherwise.
 */

import fs from 'node:fs';
import path from 'node:path';
import { EXIT } from '../../shared/exit';
import { Failure } from '../../shared/failure';

/** The files of the folder. The archive has this name in a container's working folder too. */
export const ARCHIVE_FILE = 'classes.jsa';
export const CLASS_PATH_FILE = 'class-path';

/** The counter of Hadoop for the tasks whose JVM used the archive. */
export const CLASS_DATA_COUNTER = 'class-data';

export interface ClassData {
  /** The path of the archive on this machine. */
  readonly archive: string;
  /** The jars, as a class path. */
  readonly classPath: string;
}

/** Throws with exit code 66 where the folder has no class data. */
export function readClassData(folder: string): ClassData {
  const archive = path.join(folder, ARCHIVE_FILE);
  try {
    fs.accessSync(archive, fs.constants.R_OK);
    return { archive, classPath: fs.readFileSync(path.join(folder, CLASS_PATH_FILE), 'utf8').trim() };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new Failure(
      EXIT.noInput,
      `--class-data '${folder}' has no class data (${code}): 'dedup class-data ${folder}' makes a new folder with it`,
      { cause: error },
    );
  }
}

/**
 * The options of a container's JVM. An archive applies only to the jars at the start of a class path, so that these come
 * before the folders of the configuration. The class path of the cluster, which the shell of the container puts in, is
 * behind them, and a jar that a node lacks is skipped.
 */
export function jvmOptions({ classPath }: ClassData): string {
  return `-XX:SharedArchiveFile=${ARCHIVE_FILE} -cp ${classPath}:$CLASSPATH`;
}

/**
 * Whether the JVM that started this process uses the archive: Linux then lists it among the files in the memory of that
 * process. `maps` is that list.
 */
export function isUsed(maps = `/proc/${process.ppid}/maps`, archive = ARCHIVE_FILE): boolean {
  try {
    const name = fs.realpathSync(archive);
    return fs.readFileSync(maps, 'utf8').includes(` ${name}\n`);
  } catch {
    return false;
  }
}
