/** Lets the runner keep the latest records, and judges them: whether they may be published, and with which warnings. */

import type { ResolvedJob } from '../options/options';
import { type PreviousOutput, recordsIn } from '../publication/previous-output';
import { addCounts } from '../runner/add-counts';
import type { Kept, Mapped, Work } from '../runner/runner';
import { sum } from '../shared/sum';
import type { InputFiles } from '../store/input-files';
import { checkBooks } from '../summary/books';
import { oddityWords } from '../summary/oddities';
import { readOtherwiseWords } from '../summary/read-otherwise';
import type { Oddity } from '../summary/summary';
import { uncutWarning } from '../summary/uncut-files';
import { addOddities, addRejects, fileOrder, type Rejects } from './counts';
import { refuseNothingKept, refuseTooManyBad } from './judge';
import { type RunFiles, refuseDamaged } from './merge';
import type { RunContext } from './run-context';
import type { Done } from './summarize';

/** The files that the work reads, and the output that it may merge with. */
export interface Reads {
  readonly request: ResolvedJob;
  /** In the order of the inputs. */
  readonly files: InputFiles;
  readonly former: RunFiles['former'];
  readonly previous: PreviousOutput;
}

/** Throws where the former output was damaged, where too many records are bad, and where none is left to publish. */
export async function keepJudged(
  work: Work,
  reads: Reads,
  warn: RunContext['warn'],
): Promise<Pick<Done, 'kept' | 'rejects' | 'oddities' | 'counts'>> {
  const { request, files, former, previous } = reads;
  const { summary } = previous;
  const order = fileOrder(files);
  const merged = request.merge ? recordsIn(previous) : 0;
  /** Adds up the bad records. Throws where there are more of them than `--max-bad-records` allows. */
  const judgeRejects = (mapped: readonly Mapped[]): Rejects => {
    const rejects = addRejects(mapped, order);
    refuseTooManyBad(request.maxBadRecords, former === null ? merged : 0, mapped, rejects);
    return rejects;
  };
  const kept = await work.keepLatest((mapped) => {
    if (request.merge && summary !== undefined && former === null) refuseDamaged(request.output, summary, mapped);
    judgeRejects(mapped);
  });
  if (summary !== undefined && former !== null) {
    const read = kept.reduced.flatMap((result) => (result.former === null ? [] : [result.former]));
    refuseDamaged(request.output, summary, read);
  }
  const oddities = addOddities(kept.mapped, order);
  for (const words of warningsOf(kept, oddities, request.spec)) warn(words);
  const rejects = judgeRejects(kept.mapped);
  const counts = addCounts(kept.mapped, kept.reduced, rejects.total);
  checkBooks(counts);
  if (!request.allowEmpty) refuseNothingKept(merged, counts, rejects);
  return { kept, rejects, oddities, counts };
}

/** Tells about records that were read in another way than the user may expect. */
function warningsOf({ uncut, mapped }: Kept, oddities: readonly Oddity[], spec: ResolvedJob['spec']): string[] {
  // of other types, a value that is none is a bad record
  const orderColumns = spec.orderBy.flatMap(({ type, column }) =>
    type === 'text' ? (spec.columns[column] as string) : [],
  );
  const hasQuotes = spec.quote === null && mapped.some(({ sawQuotes }) => sawQuotes);
  const otherwise = {
    utf16Files: sum(mapped, ({ utf16Files }) => utf16Files),
    rearrangedFiles: sum(mapped, ({ rearrangedFiles }) => rearrangedFiles),
  };
  return [
    ...(uncut.length > 0 ? [uncutWarning(uncut)] : []),
    ...(hasQuotes
      ? ["some fields begin with a double quote, which is data here; give --quote '\"' where it is a quote"]
      : []),
    ...readOtherwiseWords(otherwise),
    ...oddities.map((oddity) => oddityWords(oddity, orderColumns)),
  ];
}
