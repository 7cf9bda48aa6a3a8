/** `dedup verify`: checks an output against its own summary, without the inputs. */

import { crc32 } from 'node:zlib';
import { mergeDifferences, NO_BATCHES, NO_CHANGES } from '../diff/merge';
import { RecordStream } from '../diff/record-stream';
import { type Format, type Header, headerOfText } from '../format/format';
import { formatOf } from '../format/formats';
import { feedPart } from '../input/feed-part';
import { openStored } from '../input/open-input';
import { RecordKeys } from '../input/record-keys';
import { type HashRange, partHashes } from '../kernel/hash-range';
import type { Kernel, KernelReason } from '../kernel/kernel';
import { loneKernel } from '../kernel/lone-kernel';
import { LedgerFault } from '../ledger/entry';
import { entriesOf } from '../ledger/select';
import { specOfSummary } from '../options/spec';
import { countLines } from '../output/line-batch';
import { changeOf, type PreviousOutput, previousOutput, storedFile } from '../publication/previous-output';
import { readableSummary, type WholeOutput, wholeOutput } from '../publication/whole-output';
import { Failure } from '../shared/failure';
import { counted } from '../shared/figures';
import { DELETED_FOLDER, SUCCESS_FILE } from '../shared/output-files';
import { type PartName, parsePartName } from '../shared/part-name';
import { sum } from '../shared/sum';
import type { InputFile } from '../store/place';
import type { OutputStore } from '../store/store';
import { isBalanced, type Summary, type SummaryPart } from '../summary/summary';

export interface Problem {
  /** The file's name, relative to the output; 'summary' for the summary itself. */
  readonly file: string;
  /** Where a single line is wrong, the byte offset of this line; null otherwise. */
  readonly offset: number | null;
  /** Says what is wrong. */
  readonly problem: string;
}

export interface Verification {
  readonly summary: Summary;
  readonly records: number;
  /** The number of deletes in `_deleted/`. */
  readonly deletes: number;
  /** All problems, except that only the first bad lines of each part are listed. */
  readonly problems: readonly Problem[];
}

/** How many bad lines of a part are listed. */
const PROBLEMS_PER_PART = 10;

const SEQUENCE_PROBLEMS: Partial<Record<KernelReason, string>> = {
  sequence: 'the record is out of order: its key belongs before the one before it',
  duplicate: 'the record has the same key as the one before it',
  partition: 'the record belongs to another part',
  alive: 'the record is no delete, but stands among deletes',
  delete: 'the record is a delete, but stands among the records of a part',
};

/**
 * Reads every part, every file of deletes, every file of rejects and the ledger of an output. Throws with exit code 66
 * where there is no output of this kit, or where the output has another format.
 */
export async function verify(store: OutputStore): Promise<Verification> {
  const previous = await previousOutput(store);
  const summary = readableSummary(previous);
  const problems = [...listingProblems(previous), ...bookProblems(summary)];
  const checker = new PartChecker(summary);
  let records = 0;
  let deletes = 0;
  for (const [number, part] of summary.output.parts.entries()) {
    const file = storedFile(previous, part);
    if (file === undefined) continue;
    const found = await checker.check(file, part, partHashes(number, summary.output.parts.length), false);
    records += found.records;
    problems.push(...found.problems);
  }
  for (const part of summary.output.deleted) {
    const file = storedFile(previous, part);
    if (file === undefined) continue;
    const { number } = parsePartName(part.name) as PartName;
    const found = await checker.check(file, part, partHashes(number, summary.output.parts.length), true);
    deletes += found.records;
    problems.push(...found.problems);
  }
  if (problems.length === 0 && deletes > 0) problems.push(...(await twiceProblems(await wholeOutput(store))));
  for (const part of summary.output.rejected) {
    const file = storedFile(previous, part);
    if (file !== undefined) problems.push(...(await rejectProblems(file, part)));
  }
  problems.push(...(await ledgerProblems(previous)));
  return { summary, records, deletes, problems };
}

/** A damaged ledger does no harm to the records, but the next run with `--new-only` reads all files. */
async function ledgerProblems(previous: PreviousOutput): Promise<Problem[]> {
  const ledger = previous.summary?.output.ledger ?? null;
  if (ledger === null) return [];
  try {
    for await (const _ of entriesOf(previous));
    return [];
  } catch (error) {
    if (!(error instanceof LedgerFault)) throw error;
    return [{ file: ledger.name, offset: null, problem: error.message }];
  }
}

function listingProblems(previous: PreviousOutput): Problem[] {
  const { hasSuccess, missing, changed, foreign, foreignRejects, foreignDeletes } = previous;
  const problem = (text: string) => (file: string) => ({ file, offset: null, problem: text });
  return [
    ...(hasSuccess ? [] : [SUCCESS_FILE]).map(problem('is missing: no run ended here, or one was interrupted')),
    ...missing.map(problem('is missing')),
    ...changed.map((file) => problem(changeOf(previous, file))(file)),
    ...foreign.map(problem('is no part of this output, but readers of the folder see it')),
    ...foreignDeletes.map(problem('is no file of deletes of this output')),
    ...foreignRejects.map(problem('is no file of rejects of this output')),
  ];
}

/** Compares the counts of the summary with each other, and with the lines that it lists for its files. */
function bookProblems({ counts, output, badRecords, inputs }: Summary): Problem[] {
  const lines = (parts: readonly SummaryPart[]) => sum(parts, (part) => part.lines);
  const says = (problem: string): Problem => ({ file: 'summary', offset: null, problem });
  const problems: Problem[] = [];
  if (!isBalanced(counts)) problems.push(says(`the books don't balance: ${JSON.stringify(counts)}`));
  if (lines(output.parts) !== counts.kept)
    problems.push(says(`${counts.kept} kept, but ${lines(output.parts)} in parts`));
  if (lines(output.deleted) !== counts.deleted - counts.forgotten) {
    const forgotten = counts.forgotten === 0 ? '' : `, ${counts.forgotten} of them forgotten`;
    problems.push(says(`${counts.deleted} deleted${forgotten}, but ${lines(output.deleted)} in files of deletes`));
  }
  // a merge takes over the files of rejects of the former output, so they may hold more lines than this run rejected
  const fewest = badRecords === 'keep' ? counts.rejected : 0;
  const most = inputs.merged === null ? fewest : Number.POSITIVE_INFINITY;
  if (lines(output.rejected) < fewest || lines(output.rejected) > most) {
    problems.push(says(`${counts.rejected} rejected, but ${lines(output.rejected)} in files of rejects`));
  }
  return problems;
}

/** Looks for a key that has a record in a part and a delete too. Both are in canonical order. */
async function twiceProblems(output: WholeOutput): Promise<Problem[]> {
  const format = formatOf(specOfSummary(output.summary.spec));
  const keys = new RecordKeys(format);
  const streams = [output.parts, output.deleted].map((files) => new RecordStream(output, files, format, keys));
  const [parts, deletes] = streams as [RecordStream, RecordStream];
  const { changed, unchanged } = await mergeDifferences(
    { former: parts, now: deletes, deletes: NO_BATCHES },
    keys,
    NO_CHANGES,
  );
  const twice = changed + unchanged;
  if (twice === 0) return [];
  return [
    {
      file: DELETED_FOLDER,
      offset: null,
      problem: `${counted(twice, 'key')} deleted, but with a record in a part too`,
    },
  ];
}

/** Compares the stored bytes with the checksum in the summary. */
async function checksumProblems(file: InputFile, part: SummaryPart): Promise<Problem[]> {
  let crc = 0;
  await readStored(file, (bytes) => {
    crc = crc32(bytes, crc);
  });
  return problemsOf(part, [checksumFault(part, crc)]);
}

/** Compares the stored bytes with the checksum and the number of lines in the summary. Rejects are never packed. */
async function rejectProblems(file: InputFile, part: SummaryPart): Promise<Problem[]> {
  let crc = 0;
  let lines = 0;
  await readStored(file, (bytes) => {
    crc = crc32(bytes, crc);
    lines += countLines(bytes);
  });
  return problemsOf(part, [checksumFault(part, crc), linesFault(part, lines)]);
}

function problemsOf({ name }: SummaryPart, faults: readonly (string | null)[]): Problem[] {
  return faults.flatMap((problem) => (problem === null ? [] : [{ file: name, offset: null, problem }]));
}

function checksumFault(part: SummaryPart, crc: number): string | null {
  return crc === part.crc32 ? null : `has checksum ${crc}, the summary says ${part.crc32}`;
}

function linesFault(part: SummaryPart, lines: number): string | null {
  return lines === part.lines ? null : `has ${lines} lines, the summary says ${part.lines}`;
}

async function readStored(file: InputFile, onBytes: (bytes: Buffer) => void): Promise<void> {
  const source = openStored(file, 0, file.sizeBytes);
  const buffer = Buffer.alloc(1024 * 1024);
  try {
    for (let got = await source.read(buffer); got > 0; got = await source.read(buffer)) {
      onBytes(buffer.subarray(0, got));
    }
  } finally {
    source.close();
  }
}

/**
 * Checks the parts of an output one after the other. Each part has a range of hashes, and a line whose hash is outside
 * of this range is a problem, so a key that is in two parts is found too.
 */
class PartChecker {
  private readonly kernel: Kernel;
  private readonly format: Format;
  private readonly header: Header | null;

  constructor(summary: Summary) {
    this.format = formatOf(specOfSummary(summary.spec));
    this.header = headerOfText(summary.spec.header, 'the summary');
    this.kernel = loneKernel(this.format.kernel);
    this.kernel.startCheck();
  }

  async check(
    file: InputFile,
    part: SummaryPart,
    range: HashRange,
    areDeletes: boolean,
  ): Promise<{ records: number; problems: Problem[] }> {
    const problems = await checksumProblems(file, part);
    const before = this.kernel.counts;
    this.kernel.checkRange(range, areDeletes);
    let bad = 0;
    try {
      await this.read(file, (offset, problem) => {
        if (bad++ < PROBLEMS_PER_PART) problems.push({ file: part.name, offset, problem });
      });
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      problems.push({ file: part.name, offset: null, problem: error.message });
    }
    if (bad > PROBLEMS_PER_PART) {
      problems.push({ file: part.name, offset: null, problem: `has ${bad - PROBLEMS_PER_PART} more bad lines` });
    }
    const records = this.kernel.counts.records - before.records;
    const found = records + bad + (this.kernel.counts.blank - before.blank);
    problems.push(...problemsOf(part, [linesFault(part, found)]));
    return { records, problems };
  }

  private async read(file: InputFile, onBad: (offset: number, problem: string) => void): Promise<void> {
    const { format, header, kernel } = this;
    await feedPart(kernel, file, format, header, {
      onBad: (bad) => onBad(bad.offset, SEQUENCE_PROBLEMS[bad.reason] ?? format.describe(bad)),
    });
  }
}
