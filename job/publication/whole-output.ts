import { EXIT } from '../shared/exit';
import { Failure } from '../shared/failure';
import { FORMAT_VERSIONS, FORMATS_WORDS, JOURNAL_FILE, SUCCESS_FILE } from '../shared/output-files';
import type { InputFile } from '../store/place';
import type { OutputStore } from '../store/store';
import type { Summary, SummaryPart } from '../summary/summary';
import { changeOf, type PreviousOutput, previousOutput, storedFile } from './previous-output';

/** An output that a run has completed, and whose files have the sizes that its summary says. */
export interface WholeOutput {
  readonly location: string;
  readonly summary: Summary;
  /** The parts, in canonical order. */
  readonly parts: readonly InputFile[];
  /** The files with the deletes of parts, of those parts that have any, in canonical order. */
  readonly deleted: readonly InputFile[];
}

/**
 * The output of a store, for a command that reads its records. Throws with exit code 66 where there is no output that
 * this program can read, with 65 where it is not whole, and with 75 where a run is making it whole.
 */
export async function wholeOutput(store: OutputStore): Promise<WholeOutput> {
  const previous = await previousOutput(store);
  const summary = readableSummary(previous);
  const { location } = store;
  const fault = faultOf(previous);
  if (fault !== null) {
    refuseWhilePublishing(previous);
    throw new Failure(EXIT.badData, `the output in '${location}' is not whole: ${fault}`);
  }
  const { parts, deleted } = summary.output;
  const stored = (part: SummaryPart) => storedFile(previous, part) as InputFile;
  return { location, summary, parts: parts.map(stored), deleted: deleted.map(stored) };
}

/**
 * The summary of an output, in the version of the format that this program knows. Throws with exit code 66 where there is
 * none.
 */
export function readableSummary({ summary, location }: PreviousOutput): Summary {
  if (summary === undefined) throw new Failure(EXIT.noInput, `no output of dedup in '${location}'`);
  if (FORMAT_VERSIONS.includes(summary.format)) return summary;
  const known = `this program reads ${FORMATS_WORDS}`;
  throw new Failure(EXIT.noInput, `the output in '${location}' has format ${summary.format}; ${known}`);
}

/** Throws with exit code 75 where a run is publishing: each moment of a publication would look like damage. */
export function refuseWhilePublishing({ files, location }: PreviousOutput): void {
  if (files.has(JOURNAL_FILE)) throw new Failure(EXIT.tryAgain, `a run is publishing to '${location}': try again`);
}

function faultOf(previous: PreviousOutput): string | null {
  const { hasSuccess, missing, changed } = previous;
  if (!hasSuccess) return `it has no ${SUCCESS_FILE}, so no run ended here; run again, or name another output`;
  const more = 'dedup verify tells more';
  if (missing.length > 0) return `part '${missing[0]}' is missing; ${more}`;
  const [first] = changed;
  return first === undefined ? null : `part '${first}' ${changeOf(previous, first)}; ${more}`;
}

/** The failure of a command that reads a damaged part. `problem` says what is wrong at the offset. */
export function damagedPart({ path }: InputFile, offset: number, problem: string): Failure {
  return new Failure(EXIT.badData, `part '${path}' is damaged at byte ${offset}: ${problem}; dedup verify tells more`);
}
