import { type Format, type Header, headerOfText } from '../format/format';
import { formatOf } from '../format/formats';
import { feedPart } from '../input/feed-part';
import type { KernelReason } from '../kernel/answers';
import type { HashRange } from '../kernel/hash-range';
import type { Kernel } from '../kernel/kernel';
import type { KernelCheck } from '../kernel/kernel-check';
import { loneKernel } from '../kernel/lone-kernel';
import { specOfSummary } from '../options/spec';
import { Failure } from '../shared/failure';
import type { InputFile } from '../store/place';
import type { Summary, SummaryPart } from '../summary/summary';
import { type Problem, problemsOf } from './problem';
import { checksumProblems, linesFault } from './stored-bytes';

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
 * Checks the parts of an output one after the other. Each part has a range of hashes, and a line whose hash is outside
 * of this range is a problem, so a key that is in two parts is found too.
 */
export class PartChecker {
  private readonly kernel: Kernel;
  private readonly checks: KernelCheck;
  private readonly format: Format;
  private readonly header: Header | null;

  constructor(summary: Summary) {
    this.format = formatOf(specOfSummary(summary.spec));
    this.header = headerOfText(summary.spec.header, 'the summary');
    this.kernel = loneKernel(this.format.kernel);
    this.checks = this.kernel.startCheck();
  }

  async check(
    file: InputFile,
    part: SummaryPart,
    range: HashRange,
    areDeletes: boolean,
  ): Promise<{ records: number; problems: Problem[] }> {
    const problems = await checksumProblems(file, part);
    const before = this.kernel.counts;
    this.checks.expect(range, areDeletes);
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
