/** The local files that an input names: a file, a folder with all it contains, or the matches of a glob pattern. */

import fs from 'node:fs';
import path from 'node:path';
import { codecOfName } from '../../codec/codecs';
import { EXIT } from '../../shared/exit';
import { Failure } from '../../shared/failure';
import type { SkippedFile } from '../../summary/skipped-files';
import { isHidden, refuseHiddenRoot } from '../hidden';
import { shortageOf } from '../io-failure';
import type { InputFile, ListingNotes } from '../place';
import { fileVersion } from './file-version';
import { hiddenFiles } from './walk-hidden';

export async function expandPattern(input: string, notes: ListingNotes): Promise<string[]> {
  if (fs.existsSync(input)) return [input];
  // only an input that is no existing file loads this module: loading it takes a while
  const { globSync, isDynamicPattern } = await import('tinyglobby');
  if (!isDynamicPattern(input)) throw new Failure(EXIT.noInput, whyMissing(input));
  const matches: string[] = [];
  for (const match of globSync(input, { onlyFiles: false, expandDirectories: false, dot: true })) {
    const path = match.replace(/\/$/, '');
    const hidden = hiddenNameOf(path, input);
    if (hidden === undefined) matches.push(path);
    else skip(hiddenFiles(path, hidden), notes);
  }
  if (matches.length === 0) throw noMatch(input, notes);
  return matches;
}

/**
 * The hidden name for which a match is skipped; undefined where there is none. A hidden name that the pattern spells
 * out is read, and one that only a wildcard matches is skipped.
 */
function hiddenNameOf(match: string, pattern: string): string | undefined {
  const named = new Set([...pattern.split('/'), '.', '..']);
  return match.split('/').find((name) => isHidden(name) && !named.has(name));
}

function noMatch(input: string, { skipped }: ListingNotes): Failure {
  const [first] = skipped.values();
  const why = first === undefined ? '' : `, but names that are skipped, such as '${first.path}'; rename them`;
  return new Failure(EXIT.noInput, `no input matches '${input}'${why}`);
}

export function listFiles(root: string, notes: ListingNotes): InputFile[] {
  refuseHiddenRoot(root, path.basename(path.resolve(root)));
  const stat = statOf(root);
  if (!stat.isDirectory()) return [listedFile(root, stat)];
  const found: InputFile[] = [];
  walk(root, new Set([fs.realpathSync(root)]), notes, found);
  return found;
}

/**
 * Adds the files below a folder to `found`. `above` has the real paths of the folder and of those above it: a link to
 * one of them is not followed, since following it would never end.
 */
function walk(folder: string, above: ReadonlySet<string>, notes: ListingNotes, found: InputFile[]): void {
  // joined once for all entries: for ten thousand files, joining each path takes as long as half of their stats
  const prefix = path.join(folder, 'x').slice(0, -1);
  for (const entry of readFolder(folder)) {
    const below = prefix + entry.name;
    if (isHidden(entry.name)) {
      skip(hiddenFiles(below, entry.name), notes);
      continue;
    }
    const stat = statOf(below);
    const real = stat.isDirectory() ? fs.realpathSync(below) : null;
    if (real !== null && above.has(real)) continue;
    if (entry.isSymbolicLink()) notes.links.push(below);
    if (real === null) found.push(listedFile(below, stat));
    else walk(below, new Set([...above, real]), notes, found);
  }
}

function listedFile(file: string, stat: fs.Stats): InputFile {
  refuseOtherKind(file, stat);
  return { path: file, sizeBytes: stat.size, version: fileVersion(stat), own: false, codec: codecOfName(file).name };
}

export function refuseOtherKind(file: string, stat: { isFile(): boolean }): void {
  if (!stat.isFile()) throw new Failure(EXIT.noInput, `input '${file}' is neither a file nor a folder`);
}

/** Notes files that are skipped for a hidden name. */
export function skip(found: readonly SkippedFile[], { skipped }: ListingNotes): void {
  for (const file of found) skipped.set(path.resolve(file.path), file);
}

export function statOf(file: string): fs.Stats {
  try {
    return fs.statSync(file);
  } catch (error) {
    throw unreadable(file, error);
  }
}

export function readFolder(folder: string): fs.Dirent[] {
  try {
    return fs.readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    throw unreadable(folder, error);
  }
}

export function unreadable(file: string, error: unknown): Failure {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT') return new Failure(EXIT.noInput, whyMissing(file), { cause: error });
  const shortage = shortageOf(error);
  return new Failure(EXIT.io, `cannot read '${file}': ${shortage === undefined ? code : shortage}`, { cause: error });
}

/**
 * Why there is no such input. Bytes of an argument that are not UTF-8 have been replaced by U+FFFD, so the name matches
 * no file.
 */
function whyMissing(file: string): string {
  const target = targetOf(file);
  if (target !== null) return `'${file}' is a link that leads nowhere, to '${target}'; remove it, or bring that back`;
  return file.includes('\ufffd')
    ? `cannot open '${file}': its name is not UTF-8; rename it`
    : `no such input: '${file}'`;
}

/** The target of a link; null for any other file. */
function targetOf(file: string): string | null {
  try {
    return fs.readlinkSync(file);
  } catch {
    return null;
  }
}
