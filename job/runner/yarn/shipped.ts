/** The files that a job takes along, written to a folder of this machine. */

import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { headerText } from '../../format/format';
import { EXIT } from '../../shared/exit';
import { Failure } from '../../shared/failure';
import type { Job } from '../runner';
import type { MapInput, YarnJob } from './contract';
import type { YarnPlan } from './plan';
import type { ShippedFiles } from './streaming';
import { isFolderOf } from './submission';
import { secretsOf, type Variables } from './variables';

/** What runs in containers: the Node and the bundle that this process was started with. */
export interface TaskProgram {
  readonly node: string;
  readonly bundle: string;
}

export interface LocalFiles {
  readonly shipped: ShippedFiles;
  /** The folder that goes to the cluster's file system; holds MANIFEST_FILE. */
  readonly work: string;
  remove(): void;
}

export const MANIFEST_FILE = 'manifest';
/** What `mkdtemp` gives a folder. */
const PRIVATE_MODE = 0o700;
/** Lines are written together up to this. */
const WRITE_CHARACTERS = 4 * 1024 * 1024;

/**
 * Readable by this user alone: the variables may hold credentials. `prefix` begins the folder's name. Throws with exit code
 * 74 where the files cannot be written.
 */
export function writeFiles(
  job: Job,
  plan: YarnPlan,
  program: TaskProgram,
  { variables, prefix }: { readonly variables: Variables; readonly prefix: string },
): LocalFiles {
  const folder = attempt(() => fs.mkdtempSync(path.join(os.tmpdir(), prefix)));
  const remove = () => fs.rmSync(folder, { recursive: true, force: true });
  const work = path.join(folder, 'work');
  const shipped = { ...program, job: path.join(folder, 'job.json'), secrets: path.join(folder, 'secrets.json') };
  try {
    attempt(() => {
      fs.mkdirSync(work);
      writeManifest(path.join(work, MANIFEST_FILE), plan.maps);
      fs.writeFileSync(shipped.job, JSON.stringify(yarnJob(job, plan)));
      fs.writeFileSync(shipped.secrets, secretsOf(variables), { mode: 0o600 });
    });
    return { shipped, work, remove };
  } catch (error) {
    remove();
    throw error;
  }
}

function attempt<T>(write: () => T): T {
  try {
    return write();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    const space = code === 'ENOSPC' ? 'free some space there, or ' : '';
    throw new Failure(
      EXIT.io,
      `cannot write the job's files below '${os.tmpdir()}': ${code}; ${space}name another folder in TMPDIR`,
      { cause: error },
    );
  }
}

/** Whether a driver of this machine that wrote an output was killed before it removed its files. */
export function hasLeftFiles(output: string): boolean {
  return leftFolders(output).length > 0;
}

export function removeLeftFiles(output: string): void {
  for (const folder of leftFolders(output)) fs.rmSync(folder, { recursive: true, force: true });
}

/** Where anybody may make something of such a name, drivers of this user made only folders for this user alone. */
function leftFolders(output: string): string[] {
  const home = os.tmpdir();
  return namesIn(home)
    .filter((name) => isFolderOf(output, name))
    .map((name) => path.join(home, name))
    .filter(isPrivateFolder);
}

function namesIn(folder: string): string[] {
  try {
    return fs.readdirSync(folder);
  } catch {
    // where nobody can look nobody can have left anything; who is to write there says what is wrong
    return [];
  }
}

function isPrivateFolder(folder: string): boolean {
  const stat = fs.lstatSync(folder, { throwIfNoEntry: false });
  if (stat === undefined || !stat.isDirectory()) return false;
  return stat.uid === process.getuid?.() && (stat.mode & 0o777) === PRIVATE_MODE;
}

function yarnJob({ request, header, run }: Job, { maps, parts, groups, memoryBytes }: YarnPlan): YarnJob {
  const { output, spec, badRecords, compress } = request;
  const line = headerText(header);
  return {
    run,
    output,
    spec,
    header: header === null || line === null ? null : { line, file: header.file },
    badRecords,
    compress,
    maps: maps.length,
    parts,
    groups,
    memoryBytes,
  };
}

/** A line a map task. Bit by bit: of a million files it is hundreds of megabytes. */
function writeManifest(file: string, maps: readonly MapInput[]): void {
  const fd = fs.openSync(file, 'wx', 0o600);
  try {
    let text = '';
    for (const map of maps) {
      text += `${JSON.stringify(map)}\n`;
      if (text.length < WRITE_CHARACTERS) continue;
      // unlike `writeSync` it does not return before all is written
      fs.writeFileSync(fd, text);
      text = '';
    }
    fs.writeFileSync(fd, text);
  } finally {
    fs.closeSync(fd);
  }
}
