/** Lists the files of the inputs, which may be in different places. */

import { placeOf } from '../place/places';
import { inByteOrder } from '../shared/byte-order';
import { FileCollector, InputFiles } from '../store/input-files';
import type { InputFile, ListingNotes } from '../store/place';
import type { SkippedFile } from '../summary/skipped-files';
import type { DoubtfulNames } from './doubtful-names';
import { ListedNames } from './listed-names';

export interface Inputs {
  /** The inputs as the user named them, with patterns expanded. */
  readonly roots: readonly string[];
  /** Symbolic links below the roots; they may lead anywhere. */
  readonly links: readonly string[];
  /** Each file once, in path order. */
  readonly files: InputFiles;
  /** Files that were skipped for a hidden name, each once, in path order. */
  readonly skipped: readonly SkippedFile[];
  /** Files that are read although their names are those of copies or of transfers that are not complete. */
  readonly doubtful: DoubtfulNames;
}

/**
 * Throws with exit code 66 where an input does not exist. In S3 an input without objects does not exist, unless it is
 * written with a slash at the end or `ifEmpty` is 'ok': then it is an empty folder. Throws with exit code 65 where the
 * name of a file says that it is no delimited text.
 */
export async function listInputs(inputs: readonly string[], ifEmpty: 'ok' | 'fail'): Promise<Inputs> {
  const notes: ListingNotes = { links: [], skipped: new Map() };
  const roots = await expandInputs(inputs, notes);
  const list = async (take: (file: InputFile) => void) => {
    for (const root of roots) await placeOf(root).list(root, ifEmpty, notes, take);
  };
  const names = new ListedNames();
  const found = mayShareFiles(roots) ? await distinct(list, names) : await collected(list, names);
  const files = filesInPathOrder(found);
  if (roots.length > 1) noteRead(files, notes);
  names.refuseForeign();
  const { doubtful } = names;
  return { roots, links: notes.links, files, skipped: inPathOrder([...notes.skipped.values()]), doubtful };
}

/** The inputs as the user named them, with patterns expanded. */
export async function expandInputs(inputs: readonly string[], notes: ListingNotes): Promise<string[]> {
  return (await Promise.all(inputs.map((input) => placeOf(input).expand(input, notes)))).flat();
}

type List = (take: (file: InputFile) => void) => Promise<void>;

async function collected(list: List, names: ListedNames): Promise<FileCollector> {
  const found = new FileCollector();
  await list((file) => {
    names.add(file.path);
    found.add(file);
  });
  return found;
}

/** Each file once, under the last of the names that it has. */
async function distinct(list: List, names: ListedNames): Promise<FileCollector> {
  const byIdentity = new Map<string, InputFile>();
  await list((file) => byIdentity.set(identityOf(file.path), file));
  return collected(async (take) => byIdentity.forEach(take), names);
}

/** Whether a root is another one, or lies in it. Others have no file in common. */
function mayShareFiles(roots: readonly string[]): boolean {
  const folders = roots.map((root) => identityOf(root).replace(/\/?$/, '/')).sort();
  return folders.some((folder, i) => i > 0 && folder.startsWith(folders[i - 1] as string));
}

/** A hidden file that is an input itself is read, so it is taken from `skipped`, where another input may have put it. */
function noteRead(files: InputFiles, { skipped }: ListingNotes): void {
  if (skipped.size === 0) return;
  for (const { path } of files) skipped.delete(identityOf(path));
}

/** A text that is equal for two spellings of one path. Links are not resolved. */
export function identityOf(file: string): string {
  return placeOf(file).identityOf(file);
}

/** The files in the order of the UTF-8 bytes of their paths, in which most places list them. */
export function filesInPathOrder({ files, isInPathOrder }: FileCollector): InputFiles {
  return isInPathOrder ? files : InputFiles.of(inPathOrder([...files]));
}

/** In the order of the UTF-8 bytes of the paths. */
export function inPathOrder<T extends { readonly path: string }>(files: readonly T[]): T[] {
  return inByteOrder(files, ({ path }) => path);
}
