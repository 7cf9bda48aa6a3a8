/** Streams the files of several inputs in the order of their identities, for listings of any size. */

import { placeOf } from '../place/places';
import { compareBytes, inByteOrder } from '../shared/byte-order';
import { EXIT } from '../shared/exit';
import { Failure } from '../shared/failure';
import type { InputFile, ListingNotes } from '../store/place';
import { identityOf } from './list';

/** A file, and the name that it has in a ledger. */
export interface StreamedFile {
  /** The identity of the file: an absolute path, or `s3://bucket/key`. */
  readonly location: string;
  readonly file: InputFile;
}

/** A root of which one file at least is not handed out yet. */
interface OpenRoot {
  readonly rest: AsyncIterator<StreamedFile>;
  head: StreamedFile;
}

/**
 * Every file of the roots once, in the order of the UTF-8 bytes of the identities. A root is listed when its first file
 * can be the next one, so few roots are open at a time, and no file is held that has been handed out. Errors as those
 * of `listInputs`; throws with exit code 74 where a place lists its files in another order.
 */
export async function* streamInputs(
  roots: readonly string[],
  ifEmpty: 'ok' | 'fail',
  notes: ListingNotes,
): AsyncGenerator<StreamedFile> {
  // no file of a root comes before the root's own identity
  const waiting = inByteOrder(
    roots.map((root) => ({ root, identity: identityOf(root) })),
    ({ identity }) => identity,
  );
  const open: OpenRoot[] = [];
  let last: string | undefined;
  for (let next = 0; ; ) {
    const first = leastOf(open);
    const root = waiting[next];
    if (root !== undefined && (first === undefined || compareBytes(root.identity, first.head.location) <= 0)) {
      next++;
      await advance(open, filesOf(root.root, ifEmpty, notes));
      continue;
    }
    if (first === undefined) return;
    open.splice(open.indexOf(first), 1);
    const { location } = first.head;
    // a hidden file that is an input itself is read, though another input may skip it
    notes.skipped.delete(location);
    if (last === undefined || compareBytes(last, location) < 0) yield first.head;
    last = location;
    await advance(open, first.rest);
  }
}

/** Puts a root among the open ones, unless it has no more files. */
async function advance(open: OpenRoot[], rest: AsyncIterator<StreamedFile>): Promise<void> {
  const { done, value } = await rest.next();
  if (!done) open.push({ rest, head: value });
}

function leastOf(open: readonly OpenRoot[]): OpenRoot | undefined {
  let [least] = open;
  for (const root of open.slice(1)) {
    if (compareBytes(root.head.location, (least as OpenRoot).head.location) < 0) least = root;
  }
  return least;
}

async function* filesOf(root: string, ifEmpty: 'ok' | 'fail', notes: ListingNotes): AsyncGenerator<StreamedFile> {
  let last: string | undefined;
  for await (const file of placeOf(root).stream(root, ifEmpty, notes)) {
    const location = identityOf(file.path);
    if (last !== undefined && compareBytes(last, location) >= 0) throw unordered(root, last, location);
    last = location;
    yield { location, file };
  }
}

function unordered(root: string, last: string, location: string): Failure {
  return new Failure(
    EXIT.io,
    `'${root}' is listed with '${location}' behind '${last}', expected the order of their bytes; run without --new-only`,
  );
}
