import { sum } from './account';
import { EXIT, SUCCESS_FILE, SUMMARY_FILE } from './contract';
import { Failure } from './failure';
import { isPassedOver } from './input/hidden';
import type { InputFile } from './input/list';
import { locationBelow } from './store/s3/location';
import type { OutputStore, StoredFile } from './store/store';
import { checkSummary } from './stored-summary';
import type { Summary, SummaryPart } from './summary';

/** What an output holds before a run. The lists are of names, in name order; no name is on two of them. */
export interface PreviousOutput {
  /** Undefined where this kit never published. */
  readonly summary: Summary | undefined;
  readonly hasSuccess: boolean;
  /** What the summary lists and is there as listed: a new output replaces it. */
  readonly own: readonly string[];
  /** What the summary lists and is not there. */
  readonly missing: readonly string[];
  /** What the summary lists and has another size now: no longer what this kit wrote. */
  readonly changed: readonly string[];
  /** What a reader of the folder sees and this kit did not write. */
  readonly foreign: readonly string[];
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
    const size = files.get(part.name)?.sizeBytes;
    const fate = size === undefined ? missing : size === part.bytes ? own : changed;
    fate.push(part.name);
  }
  const known = new Set(listed.map((part) => part.name));
  const foreign = [...files.keys()].filter((name) => !isPassedOver(name) && !known.has(name));
  const hasSuccess = files.has(SUCCESS_FILE);
  return { summary, hasSuccess, own, missing, changed, foreign, location: store.location, files };
}

export function recordsIn({ summary }: PreviousOutput): number {
  return summary === undefined ? 0 : sum(summary.output.parts, ({ lines }) => lines);
}

/** A part of an output, as an input; undefined where it is missing. */
export function storedFile({ location, files }: PreviousOutput, { name }: SummaryPart): InputFile | undefined {
  const found = files.get(name);
  if (found === undefined) return undefined;
  return { path: locationBelow(location, name), sizeBytes: found.sizeBytes, version: found.version, own: true };
}

/** Undefined where this kit never published. Throws with exit code 73 where it cannot be read. */
export async function readSummary(store: OutputStore): Promise<Summary | undefined> {
  const bytes = await store.read(SUMMARY_FILE);
  if (bytes === undefined) return undefined;
  try {
    return checkSummary(JSON.parse(bytes.toString()));
  } catch (error) {
    throw new Failure(
      EXIT.cannotCreate,
      `${store.location}/${SUMMARY_FILE} is not a summary that this program can read (${(error as Error).message}): ` +
        'give the output another name, or move that folder away',
      { cause: error },
    );
  }
}
