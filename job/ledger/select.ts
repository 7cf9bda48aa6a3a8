/** Finds the files of the inputs whose records an output lacks, and holds no others. */

import type { DoubtfulNames } from '../input/doubtful-names';
import { expandInputs, filesInPathOrder, identityOf, inPathOrder } from '../input/list';
import { ListedNames } from '../input/listed-names';
import { type StreamedFile, streamInputs } from '../input/stream-inputs';
import { type PreviousOutput, storedLedger } from '../publication/previous-output';
import { locationBelow } from '../shared/s3-location';
import { FileCollector, type InputFiles } from '../store/input-files';
import type { ListingNotes } from '../store/place';
import type { SkippedFile } from '../summary/skipped-files';
import type { LedgerCounts } from '../summary/summary';
import { compare, type Difference } from './compare';
import { type LedgerEntry, LedgerFault } from './entry';
import type { ListedFile } from './listed';
import { ledgerEntries } from './read';
import { noEntries } from './write';

export interface Selection {
  /** The inputs as the user named them, with patterns expanded. */
  readonly roots: readonly string[];
  /** Symbolic links below the roots. */
  readonly links: readonly string[];
  /** Files that were skipped for a hidden name, in path order. */
  readonly skipped: readonly SkippedFile[];
  /** The files that the ledger lacks, and those that have changed since, in the order of their locations. */
  readonly lacking: InputFiles;
  /** The same files in path order. */
  readonly files: InputFiles;
  /** Those of them whose names are those of copies or of transfers that are not complete. */
  readonly doubtful: DoubtfulNames;
  /** The first file that has changed, as the user would name it; null where none has. */
  readonly firstChanged: string | null;
  readonly counts: LedgerCounts;
  /** Why the output has no ledger that can be believed, so that all files are lacking; null where it has one. */
  readonly fault: string | null;
}

/**
 * Compares the files of the inputs with the ledger of an output, in memory that grows with the lacking files alone. A
 * ledger that cannot be believed counts as none. The output's own parts are no inputs. Errors as those of `listInputs`.
 */
export async function selectLacking(
  inputs: readonly string[],
  ifEmpty: 'ok' | 'fail',
  previous: PreviousOutput,
): Promise<Selection> {
  try {
    return await select(inputs, ifEmpty, previous, null);
  } catch (error) {
    if (!(error instanceof LedgerFault)) throw error;
    return select(inputs, ifEmpty, previous, error.message);
  }
}

async function select(
  inputs: readonly string[],
  ifEmpty: 'ok' | 'fail',
  previous: PreviousOutput,
  fault: string | null,
): Promise<Selection> {
  const notes: ListingNotes = { links: [], skipped: new Map() };
  const roots = await expandInputs(inputs, notes);
  const found = new FileCollector();
  const names = new ListedNames();
  const counts = { new: 0, changed: 0, unchanged: 0, gone: 0 };
  let firstChanged: string | null = null;
  for await (const each of differences(roots, ifEmpty, previous, notes, fault === null)) {
    counts[each.kind]++;
    if (each.kind !== 'new' && each.kind !== 'changed') continue;
    const { file } = each.file;
    found.add(file);
    names.add(file.path);
    if (each.kind === 'changed' && firstChanged === null) firstChanged = file.path;
  }
  names.refuseForeign();
  const { doubtful } = names;
  const skipped = inPathOrder([...notes.skipped.values()]);
  const lacking = found.files;
  const files = filesInPathOrder(found);
  return { roots, links: notes.links, skipped, lacking, files, doubtful, firstChanged, counts, fault };
}

/** The files of the roots compared with the ledger; `believes` says whether the ledger, if there is one, is read. */
export function differences(
  roots: readonly string[],
  ifEmpty: 'ok' | 'fail',
  previous: PreviousOutput,
  notes: ListingNotes,
  believes: boolean,
): AsyncGenerator<Difference<ListedFile>> {
  return compare(
    believes ? entriesOf(previous) : noEntries(),
    listedFiles(streamInputs(roots, ifEmpty, notes), ownParts(previous)),
  );
}

/**
 * The entries of the ledger of an output; none where this kit has never published there. Throws a LedgerFault where an
 * output has no ledger that can be believed.
 */
export async function* entriesOf(previous: PreviousOutput): AsyncGenerator<LedgerEntry> {
  const { summary } = previous;
  if (summary === undefined) return;
  if (summary.output.ledger === null) throw new LedgerFault('does not exist: it is written with --new-only');
  const stored = storedLedger(previous);
  if (stored === null) throw new LedgerFault('is gone, or has another size than the summary says');
  yield* ledgerEntries(stored.file, stored.part);
}

async function* listedFiles(
  files: AsyncIterable<StreamedFile>,
  ownParts: ReadonlySet<string>,
): AsyncGenerator<ListedFile> {
  for await (const { location, file } of files) {
    if (ownParts.has(location)) continue;
    yield { location, sizeBytes: file.sizeBytes, version: file.version, file };
  }
}

/** The output may lie in an input: its parts hold nothing that it lacks. */
function ownParts({ summary, location }: PreviousOutput): ReadonlySet<string> {
  const parts = summary === undefined ? [] : summary.output.parts;
  return new Set(parts.map(({ name }) => identityOf(locationBelow(location, name))));
}
