/** Lists the files of the inputs, which may be in different places. */

import { placeOf } from '../place/places';
import { inByteOrder } from '../shared/byte-order';
import type { InputFile, ListingNotes } from '../store/place';
import type { SkippedFile } from '../summary/skipped-files';
import { refuseByName } from './refuse-foreign';

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
 * written with a slash at the end or `ifEmpty` is 'ok': then it is an empty folder. Throws with exit code 65 where the
 * name of a file says that it is no delimited text.
 */
export async function listInputs(inputs: readonly string[], ifEmpty: 'ok' | 'fail'): Promise<Inputs> {
  const notes: ListingNotes = { links: [], skipped: new Map() };
  const roots = await expandInputs(inputs, notes);
  const lists: InputFile[][] = [];
  for (const root of roots) lists.push(await placeOf(root).list(root, ifEmpty, notes));
  const files = inPathOrder(distinct(lists, notes.skipped));
  for (const { path } of files) refuseByName(path);
  return { roots, links: notes.links, files, skipped: inPathOrder([...notes.skipped.values()]) };
}

/** The inputs as the user named them, with patterns expanded. */
export async function expandInputs(inputs: readonly string[], notes: ListingNotes): Promise<string[]> {
  return (await Promise.all(inputs.map((input) => placeOf(input).expand(input, notes)))).flat();
}

/**
 * Each file once. One root alone lists no file twice. A hidden file that is an input itself is read, so it is taken
 * from `skipped`, where another input may have put it.
 */
function distinct(lists: readonly InputFile[][], skipped: ListingNotes['skipped']): InputFile[] {
  const [only, ...others] = lists;
  if (only !== undefined && others.length === 0) return only;
  const files = new Map<string, InputFile>();
  for (const file of lists.flat()) files.set(identityOf(file.path), file);
  for (const identity of files.keys()) skipped.delete(identity);
  return [...files.values()];
}

/** A text that is equal for two spellings of one path. Links are not resolved. */
export function identityOf(file: string): string {
  return placeOf(file).identityOf(file);
}

/** In the order of the UTF-8 bytes of the paths. */
export function inPathOrder<T extends { readonly path: string }>(files: readonly T[]): T[] {
  return inByteOrder(files, ({ path }) => path);
}
