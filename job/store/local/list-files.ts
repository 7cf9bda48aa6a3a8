/** The local files that an input names: a file, a folder with all it contains, or the matches of a glob pattern. */

import fs from 'node:fs';
import { codecOfName } from '../../codec/codecs';
import { EXIT } from '../../shared/exit';
import { Failure } from '../../shared/failure';
import { isHidden } from '../hidden';
import type { InputFile, ListingNotes } from '../place';
import { fileVersion } from './file-version';
import { pathsInOrder, skip, statOf, whyMissing } from './walk-files';
import { deletesBeside, hiddenFiles } from './walk-hidden';

export async function expandPattern(input: string, notes: ListingNotes): Promise<string[]> {
  if (fs.existsSync(input)) return named(input, notes);
  // only an input that is no existing file loads this module: loading it takes a while
  const { globSync, isDynamicPattern } = await import('tinyglobby');
  if (!isDynamicPattern(input)) throw new Failure(EXIT.noInput, whyMissing(input));
  const matches: string[] = [];
  for (const match of globSync(input, { onlyFiles: false, expandDirectories: false, dot: true })) {
    const path = match.replace(/\/$/, '');
    const hidden = hiddenNameOf(path, input);
    if (hidden === undefined) matches.push(...named(path, notes));
    else skip(hiddenFiles(path, hidden), notes);
  }
  if (matches.length === 0) throw noMatch(input, notes);
  return matches;
}

/** An input. It may be a part of an output, whose deletes are not read. */
function named(input: string, notes: ListingNotes): string[] {
  skip(deletesBeside(input), notes);
  return [input];
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

export function listFiles(root: string, notes: ListingNotes, take: (file: InputFile) => void): void {
  for (const file of pathsInOrder(root, notes)) take(listedFile(file, statOf(file)));
}

function listedFile(file: string, stat: fs.Stats): InputFile {
  refuseOtherKind(file, stat);
  return { path: file, sizeBytes: stat.size, version: fileVersion(stat), own: false, codec: codecOfName(file).name };
}

export function refuseOtherKind(file: string, stat: { isFile(): boolean; isFIFO(): boolean }): void {
  if (stat.isFile()) return;
  throw new Failure(
    EXIT.noInput,
    stat.isFIFO()
      ? `input '${file}' is a pipe, which can be read only once; write its bytes to a file`
      : `input '${file}' is neither a file nor a folder`,
  );
}
