/** Writes the files that a job ships to the cluster into a temporary folder of this machine. */

import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Header } from '../../format/format';
import { EXIT } from '../../shared/exit';
import { Failure } from '../../shared/failure';
import { hasCode, reasonOf } from '../../store/io-failure';
import type { Job } from '../runner';
import type { MapInput, YarnJob } from './contract';
import type { YarnPlan } from './plan';
import { mapInputs } from './plan-splits';
import type { ShippedFiles } from './streaming';
import { isFolderOf } from './submission';
import { secretsOf, type Variables } from './variables';

/** The program of the tasks: the Node and the bundle that run this process too. */
export interface TaskProgram {
  readonly node: string;
  readonly bundle: string;
}

export interface LocalFiles {
  readonly shipped: ShippedFiles;
  /** The folder that is copied to the cluster's file system. It holds MANIFEST_FILE. */
  readonly work: string;
  remove(): void;
}

export const MANIFEST_FILE = 'manifest';
/** The mode that `mkdtemp` gives to a folder. */
const PRIVATE_MODE = 0o700;
/** Lines of the manifest are written together as soon as they have this many characters. */
const WRITE_CHARACTERS = 4 * 1024 * 1024;

/**
 * Writes the files so that only this user can read them, because the variables may hold credentials. The name of their
 * folder begins with `prefix`. Throws with exit code 74 where the files cannot be written.
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
      writeManifest(path.join(work, MANIFEST_FILE), mapInputs(job.files, plan.maps));
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
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    const space = hasCode(error, 'ENOSPC') ? 'free some space there, or ' : '';
    throw new Failure(
      EXIT.io,
      `cannot write the job's files below '${os.tmpdir()}': ${reasonOf(error)}; ${space}name another folder in TMPDIR`,
      { cause: error },
    );
  }
}

/** Whether a driver on this machine that wrote this output was killed before it removed its files. */
export function hasLeftFiles(output: string): boolean {
  return leftFolders(output).length > 0;
}

export function removeLeftFiles(output: string): void {
  for (const folder of leftFolders(output)) fs.rmSync(folder, { recursive: true, force: true });
}

/**
 * The folders that drivers of this user have left. Anybody can create a folder of a matching name among the temporary
 * files, so only those count that this user owns and that nobody else can open, as `mkdtemp` makes them.
 */
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
    // no driver can have left files in a folder that cannot be read; a run that has to write there reports the error
    return [];
  }
}

function isPrivateFolder(folder: string): boolean {
  const stat = fs.lstatSync(folder, { throwIfNoEntry: false });
  if (stat === undefined || !stat.isDirectory()) return false;
  return stat.uid === process.getuid?.() && (stat.mode & 0o777) === PRIVATE_MODE;
}

function yarnJob(
  { request, header, run }: Job,
  { splits, parts, reduces, slots, groups, memoryBytes }: YarnPlan,
): YarnJob {
  const { output, spec, badRecords, compress } = request;
  return {
    run,
    output,
    spec,
    header: header && shippedHeader(header),
    badRecords,
    compress,
    splits,
    parts,
    reduces,
    slots,
    groups,
    memoryBytes,
  };
}

export function shippedHeader(header: Header): NonNullable<YarnJob['header']> {
  const text = (line: Uint8Array) => Buffer.from(line).toString('latin1');
  return { ...header, line: text(header.line), found: text(header.found) };
}

/**
 * Writes a line for each map task, some of them at a time: for a million files the manifest has hundreds of megabytes.
 */
function writeManifest(file: string, maps: Iterable<MapInput>): void {
  const fd = fs.openSync(file, 'wx', 0o600);
  try {
    let text = '';
    for (const map of maps) {
      text += `${JSON.stringify(map)}\n`;
      if (text.length < WRITE_CHARACTERS) continue;
      // unlike `writeSync`, this writes all of the text before it returns
      fs.writeFileSync(fd, text);
      text = '';
    }
    fs.writeFileSync(fd, text);
  } finally {
    fs.closeSync(fd);
  }
}
