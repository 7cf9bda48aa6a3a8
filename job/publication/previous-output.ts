import { codecOfName } from '../codec/codecs';
import { EXIT } from '../shared/exit';
import { Failure } from '../shared/failure';
import { isReject, SUCCESS_FILE, SUMMARY_FILE } from '../shared/output-files';
import { locationBelow } from '../shared/s3-location';
import { sum } from '../shared/sum';
import { isPassedOver } from '../store/hidden';
import type { InputFile } from '../store/place';
import type { OutputStore, StoredFile } from '../store/store';
import { parseSummary } from '../summary/stored-summary';
import type { Summary, SummaryPart } from '../summary/summary';

/** What an output holds before a run. The lists are of names, in name order; no name is on two of them. */
export interface PreviousOutput {
  /** Undefined where this kit never published. */
  readonly summary: Summary | undefined;
  readonly hasSuccess: boolean;
  /** What the summary lists and is there as listed: a new output replaces it. */
  readonly own: readonly string[];
  /** What the summary lists and is not there. */
  readonly missing: readonly string[];
  /** What the summary lists and has another size now, or is no file: no longer what this kit wrote. */
  readonly changed: readonly string[];
  /** What a reader of the folder sees and this kit did not write. */
  readonly foreign: readonly string[];
  /** What lies among its files of rejects and is none of them. */
  readonly foreignRejects: readonly string[];
  /** Where it is. */
  readonly location: string;
  /** Every file there, by name. */
  readonly files: ReadonlyMap<string, StoredFile>;
}

/** Compares an output with what its summary says it holds. Throws with exit code 73 where that cannot be read. */
export async function previousOutput(store: OutputStore): Promise<PreviousOutput> {
  const summary = await readSummary(store);
  const listed = summary === undefined ? [] : [...summary.output.parts, ...summary.output.rejected];
  const files = new Map((await store.list('')).map((file) => [file.name, file]));
  const own: string[] = [];
  const missing: string[] = [];
  const changed: string[] = [];
  for (const part of listed) {
    const found = files.get(part.name);
    const isAsListed = found?.sizeBytes === part.bytes && found.noFile === undefined;
    const fate = found === undefined ? missing : isAsListed ? own : changed;
    fate.push(part.name);
  }
  const known = new Set(listed.map((part) => part.name));
  const foreign = [...files.keys()].filter((name) => !isPassedOver(name) && !known.has(name));
  const foreignRejects = [...files.keys()].filter((name) => isReject(name) && !known.has(name));
  const hasSuccess = files.has(SUCCESS_FILE);
  const { location } = store;
  return { summary, hasSuccess, own, missing, changed, foreign, foreignRejects, location, files };
}

export function recordsIn({ summary }: PreviousOutput): number {
  return summary === undefined ? 0 : sum(summary.output.parts, ({ lines }) => lines);
}

/** What is wrong with a part that has changed, in words that follow its name. */
export function changeOf({ files }: PreviousOutput, name: string): string {
  const what = files.get(name)?.noFile;
  return what === undefined ? 'has another size than the summary says' : `is a ${what}, not a file`;
}

/** A part of an output, as an input; undefined where it is missing, or no file. */
export function storedFile({ location, files }: PreviousOutput, { name }: SummaryPart): InputFile | undefined {
  const found = files.get(name);
  if (found === undefined || found.noFile !== undefined) return undefined;
  const path = locationBelow(location, name);
  const { sizeBytes, version } = found;
  return { path, sizeBytes, version, own: true, codec: codecOfName(path).name };
}

/** A summary that is none: its output cannot be told from files of others, nor be checked. */
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

/** Undefined where this kit never published. Throws with exit code 73 where it cannot be read. */
export async function readSummary(store: OutputStore): Promise<Summary | undefined> {
  const bytes = await store.read(SUMMARY_FILE);
  if (bytes === undefined) return undefined;
  try {
    return parseSummary(bytes);
  } catch (error) {
    throw new UnreadableSummary(`${store.location}/${SUMMARY_FILE}`, (error as Error).message, error);
  }
}
