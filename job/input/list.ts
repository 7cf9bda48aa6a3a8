/** Lists the files of the inputs, which may be in different places. */

import { placeOf } from '../place/places';
import type { InputFile, ListingNotes } from '../store/place';
import type { SkippedFile } from '../summary/skipped-files';

export interface Inputs {
  /** The inputs as the user named them, with patterns expanded. */
  readonly roots: readonly string[];
  /** Symbolic links below the roots; they may lead anywhere. */
  readonly links: readonly string[];
  /** Each file once, in path order. */
  readonly files: readonly InputFile[];
  /** Files that were skipped for a hidden name, each once, in path order. */
  readonly skipped: readonly SkippedFile[];
}

/**
 * Throws with exit code 66 where an input does not exist. In S3 an input without objects does not exist, unless it is
 * written with a slash at the end or `ifEmpty` is 'ok': then it is an empty folder.
 */
export async function listInputs(inputs: readonly string[], ifEmpty: 'ok' | 'fail'): Promise<Inputs> {
  const notes: ListingNotes = { links: [], skipped: new Map() };
  const roots = (await Promise.all(inputs.map((input) => placeOf(input).expand(input, notes)))).flat();
  const files = new Map<string, InputFile>();
  for (const root of roots) {
    const place = placeOf(root);
    for (const file of await place.list(root, ifEmpty, notes)) files.set(place.identityOf(file.path), file);
  }
  // a hidden file that is an input itself is read, even where another input skipped it
  for (const identity of files.keys()) notes.skipped.delete(identity);
  return { roots, links: notes.links, files: inOrder(files), skipped: inOrder(notes.skipped) };
}

/** A text that is equal for two spellings of one path. Links are not resolved. */
export function identityOf(file: string): string {
  return placeOf(file).identityOf(file);
}

function inOrder<T extends { readonly path: string }>(files: ReadonlyMap<string, T>): T[] {
  return [...files.values()].sort((a, b) => compareBytes(a.path, b.path));
}

function compareBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
