/** The files that some inputs mean, wherever they are: each once, in one order. */

import { placeOf } from '../place/places';
import type { InputFile, ListingNotes } from '../store/place';
import type { SkippedFile } from '../summary/skipped-files';

export interface Inputs {
  /** The inputs as they were named, patterns expanded. */
  readonly roots: readonly string[];
  /** Symbolic links below the roots: they may lead anywhere. */
  readonly links: readonly string[];
  /** Each file once, in path order. */
  readonly files: readonly InputFile[];
  /** Files that were passed over for their names, each once, in path order. */
  readonly skipped: readonly SkippedFile[];
}

/**
 * Throws with exit code 66 where an input does not exist. In S3 a folder without any object does not: with `ifEmpty` ok it
 * is an empty one.
 */
export async function listInputs(inputs: readonly string[], ifEmpty: 'ok' | 'fail'): Promise<Inputs> {
  const notes: ListingNotes = { links: [], skipped: new Map() };
  const roots = (await Promise.all(inputs.map((input) => placeOf(input).expand(input, notes)))).flat();
  const files = new Map<string, InputFile>();
  for (const root of roots) {
    const place = placeOf(root);
    for (const file of await place.list(root, ifEmpty, notes)) files.set(place.identityOf(file.path), file);
  }
  // one that is named itself is read
  for (const identity of files.keys()) notes.skipped.delete(identity);
  return { roots, links: notes.links, files: inOrder(files), skipped: inOrder(notes.skipped) };
}

/** Equal for two names of one file, links aside. */
export function identityOf(file: string): string {
  return placeOf(file).identityOf(file);
}

function inOrder<T extends { readonly path: string }>(files: ReadonlyMap<string, T>): T[] {
  return [...files.values()].sort((a, b) => compareBytes(a.path, b.path));
}

function compareBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
