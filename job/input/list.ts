/** Which files an input means: a file, a folder with all it contains, a glob pattern, or a place in S3. */

import fs from 'node:fs';
import path from 'node:path';
import { EXIT } from '../shared/exit';
import { Failure } from '../shared/failure';
import { isS3 } from '../shared/s3-location';
import { shortageOf } from '../store/io-failure';
import { isHidden, refuseHiddenRoot, type SkippedFile } from './hidden';
import { listObjects } from './list-objects';
import { hiddenFiles } from './walk-hidden';

export interface InputFile {
  /** As the user would name it. */
  readonly path: string;
  readonly sizeBytes: number;
  /** What differs once its content does: when a file was modified, an object's ETag. */
  readonly version: string;
  /** This kit wrote it, so that only `\n` ends a line. */
  readonly own: boolean;
}

export interface Inputs {
  /** What was named, patterns expanded. */
  readonly roots: readonly string[];
  /** Symbolic links below the roots: what they lead to may lie anywhere. */
  readonly links: readonly string[];
  /** Each file once, in path order. */
  readonly files: readonly InputFile[];
  /** What was passed over for its name, each once, in path order. */
  readonly skipped: readonly SkippedFile[];
}

/** What was met on the way. */
export interface Met {
  readonly links: string[];
  readonly skipped: Map<string, SkippedFile>;
}

/**
 * Throws with exit code 66 where an input does not exist. In S3 a folder without any object does not: with `ifEmpty` ok it
 * is an empty one.
 */
export async function listInputs(inputs: readonly string[], ifEmpty: 'ok' | 'fail'): Promise<Inputs> {
  const met: Met = { links: [], skipped: new Map() };
  const roots = (await Promise.all(inputs.map((input) => expand(input, met)))).flat();
  const files = new Map<string, InputFile>();
  for (const root of roots) {
    const found = isS3(root) ? await listObjects(root, ifEmpty, met) : filesBelow(root, met);
    for (const file of found) files.set(identityOf(file.path), file);
  }
  // one that is named itself is read
  for (const identity of files.keys()) met.skipped.delete(identity);
  return { roots, links: met.links, files: inOrder(files), skipped: inOrder(met.skipped) };
}

function inOrder<T extends { readonly path: string }>(files: ReadonlyMap<string, T>): T[] {
  return [...files.values()].sort((a, b) => compareBytes(a.path, b.path));
}

/** Notes the files of something that is passed over for a name. */
function skip(found: readonly SkippedFile[], { skipped }: Met): void {
  for (const file of found) skipped.set(identityOf(file.path), file);
}

/** Equal for two names of one file, links aside. */
export function identityOf(file: string): string {
  return isS3(file) ? file : path.resolve(file);
}

async function expand(input: string, met: Met): Promise<string[]> {
  if (isS3(input) || fs.existsSync(input)) return [input];
  // loaded where there is a pattern: it takes a while
  const { globSync, isDynamicPattern } = await import('tinyglobby');
  if (!isDynamicPattern(input)) throw new Failure(EXIT.noInput, whyMissing(input));
  const matches: string[] = [];
  for (const match of globSync(input, { onlyFiles: false, expandDirectories: false, dot: true })) {
    const path = match.replace(/\/$/, '');
    const hidden = hiddenNameOf(path, input);
    if (hidden === undefined) matches.push(path);
    else skip(hiddenFiles(path, hidden), met);
  }
  if (matches.length === 0) throw noMatch(input, met);
  return matches;
}

/** A folder that the pattern names in so many words is meant; one that a wildcard met is passed over. */
function hiddenNameOf(match: string, pattern: string): string | undefined {
  const named = new Set([...pattern.split('/'), '.', '..']);
  return match.split('/').find((name) => isHidden(name) && !named.has(name));
}

function noMatch(input: string, { skipped }: Met): Failure {
  const [first] = skipped.values();
  const why = first === undefined ? '' : `, but names that are passed over, such as '${first.path}'; rename them`;
  return new Failure(EXIT.noInput, `no input matches '${input}'${why}`);
}

function filesBelow(root: string, met: Met): InputFile[] {
  refuseHiddenRoot(root, path.basename(path.resolve(root)));
  const stat = statOf(root);
  if (!stat.isDirectory()) return [inputFile(root, stat)];
  return walk(root, new Set([fs.realpathSync(root)]), met);
}

/** `above` are the real paths of the folders on the way, so that a link to one of them is not followed for ever. */
function walk(folder: string, above: ReadonlySet<string>, met: Met): InputFile[] {
  return readFolder(folder).flatMap((entry) => {
    const below = path.join(folder, entry.name);
    if (isHidden(entry.name)) {
      skip(hiddenFiles(below, entry.name), met);
      return [];
    }
    const stat = statOf(below);
    const real = stat.isDirectory() ? fs.realpathSync(below) : null;
    if (real !== null && above.has(real)) return [];
    if (entry.isSymbolicLink()) met.links.push(below);
    return real === null ? [inputFile(below, stat)] : walk(below, new Set([...above, real]), met);
  });
}

function inputFile(file: string, stat: fs.Stats): InputFile {
  if (!stat.isFile()) throw new Failure(EXIT.noInput, `input '${file}' is neither a file nor a folder`);
  return { path: file, sizeBytes: stat.size, version: fileVersion(stat), own: false };
}

/** A file's `InputFile.version`. */
export function fileVersion({ mtimeMs }: fs.Stats): string {
  return String(mtimeMs);
}

function statOf(file: string): fs.Stats {
  try {
    return fs.statSync(file);
  } catch (error) {
    throw unreadable(file, error);
  }
}

function readFolder(folder: string): fs.Dirent[] {
  try {
    return fs.readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    throw unreadable(folder, error);
  }
}

function unreadable(file: string, error: unknown): Failure {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT') return new Failure(EXIT.noInput, whyMissing(file), { cause: error });
  const shortage = shortageOf(error);
  return new Failure(EXIT.io, `cannot read '${file}': ${shortage === undefined ? code : shortage}`, { cause: error });
}

/** What of a name is not UTF-8 has been replaced, and so it names nothing. */
function whyMissing(file: string): string {
  const target = targetOf(file);
  if (target !== null) return `'${file}' is a link that leads nowhere, to '${target}'; remove it, or bring that back`;
  return file.includes('\ufffd')
    ? `cannot open '${file}': its name is not UTF-8; rename it`
    : `no such input: '${file}'`;
}

/** Of a link; null where there is none. */
function targetOf(file: string): string | null {
  try {
    return fs.readlinkSync(file);
  } catch {
    return null;
  }
}

function compareBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
