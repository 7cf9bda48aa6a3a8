import { codecOfName } from '../codec/codecs';
import { EXIT } from '../shared/exit';
import { Failure } from '../shared/failure';
import { isReject, SUCCESS_FILE, SUMMARY_FILE } from '../shared/output-files';
import { locationBelow } from '../shared/s3-location';
import { sum } from '../shared/sum';
import { isSkipped } from '../store/hidden';
import type { InputFile } from '../store/place';
import type { OutputStore, StoredFile } from '../store/store';
import { parseSummary } from '../summary/stored-summary';
import type { Summary, SummaryPart } from '../summary/summary';

/** The content of an output before a run. The lists hold names, and no name is in two of them. */
export interface PreviousOutput {
  /** Undefined where this kit has never published here. */
  readonly summary: Summary | undefined;
  readonly hasSuccess: boolean;
  /** Files that the summary lists and that have the listed size, the ledger too: a new output replaces them. */
  readonly own: readonly string[];
  /** Files that the summary lists and that do not exist. */
  readonly missing: readonly string[];
  /**
   * Names that the summary lists and that now have another size, or are no files: this kit did not write their content.
   */
  readonly changed: readonly string[];
  /** Files that a reader of the folder sees and that this kit did not write. */
  readonly foreign: readonly string[];
  /** Files in the folder of rejects that the summary does not list. */
  readonly foreignRejects: readonly string[];
  /** The output as the user would name it. */
  readonly location: string;
  /** Every file of the output, by name. */
  readonly files: ReadonlyMap<string, StoredFile>;
}

/** Compares the files of an output with its summary. Throws with exit code 73 where the summary cannot be read. */
export async function previousOutput(store: OutputStore): Promise<PreviousOutput> {
  const summary = await readSummary(store);
  const listed = summary === undefined ? [] : [...summary.output.parts, ...summary.output.rejected];
  const files = new Map((await store.list('')).map((file) => [file.name, file]));
  const own: string[] = [];
  const missing: string[] = [];
  const changed: string[] = [];
  for (const part of listed) {
    const fate = !files.has(part.name) ? missing : isAsListed(part, files) ? own : changed;
    fate.push(part.name);
  }
  const ledger = summary?.output.ledger ?? null;
  // a ledger that is gone or changed is read no more, and no reader of the output misses it
  if (ledger !== null && isAsListed(ledger, files)) own.push(ledger.name);
  const known = new Set(listed.map((part) => part.name));
  const foreign = [...files.keys()].filter((name) => !isSkipped(name) && !known.has(name));
  const foreignRejects = [...files.keys()].filter((name) => isReject(name) && !known.has(name));
  const hasSuccess = files.has(SUCCESS_FILE);
  const { location } = store;
  return { summary, hasSuccess, own, missing, changed, foreign, foreignRejects, location, files };
}

function isAsListed({ name, bytes }: SummaryPart, files: PreviousOutput['files']): boolean {
  const found = files.get(name);
  return found?.sizeBytes === bytes && found.noFile === undefined;
}

/**
 * The ledger of an output, with its entry in the summary. Null where the output has none, or none with the size that the
 * summary says.
 */
export function storedLedger(
  previous: PreviousOutput,
): { readonly file: InputFile; readonly part: SummaryPart } | null {
  const part = previous.summary?.output.ledger ?? null;
  if (part === null || !isAsListed(part, previous.files)) return null;
  return { file: storedFile(previous, part) as InputFile, part };
}

export function recordsIn({ summary }: PreviousOutput): number {
  return summary === undefined ? 0 : sum(summary.output.parts, ({ lines }) => lines);
}

/** Says what is wrong with a file of `changed`, in words that follow its name in a message. */
export function changeOf({ files }: PreviousOutput, name: string): string {
  const noFile = files.get(name)?.noFile;
  return noFile === undefined ? 'has another size than the summary says' : `is a ${noFile}, not a file`;
}

/** A part of an output as an input of a run. Undefined where the part is missing or is no file. */
export function storedFile({ location, files }: PreviousOutput, { name }: SummaryPart): InputFile | undefined {
  const found = files.get(name);
  if (found === undefined || found.noFile !== undefined) return undefined;
  const path = locationBelow(location, name);
  const { sizeBytes, version } = found;
  return { path, sizeBytes, version, own: true, codec: codecOfName(path).name };
}

/**
 * The failure for a summary that cannot be read. Without a summary the files of the output can neither be told apart
 * from foreign files nor be checked.
 */
export class UnreadableSummary extends Failure {
  constructor(
    readonly file: string,
    readonly reason: string,
    cause: unknown,
  ) {
    super(
      EXIT.cannotCreate,
      `${file} is not a summary that this program can read (${reason}): give the output another name, or move that ` +
        'folder away',
      { cause },
    );
  }
}

/**
 * The summary of an output, undefined where this kit has never published. Throws with exit code 73 where it cannot be
 * read.
 */
export async function readSummary(store: OutputStore): Promise<Summary | undefined> {
  const bytes = await store.read(SUMMARY_FILE);
  if (bytes === undefined) return undefined;
  try {
    return parseSummary(bytes);
  } catch (error) {
    throw new UnreadableSummary(`${store.location}/${SUMMARY_FILE}`, (error as Error).message, error);
  }
}
