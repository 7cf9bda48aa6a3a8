/** Problems that the summary and the names of the output's files show, before any file is read. */

import { changeOf, type PreviousOutput } from '../publication/previous-output';
import { SUCCESS_FILE } from '../shared/output-files';
import { sum } from '../shared/sum';
import { isBalanced } from '../summary/books';
import type { Summary, SummaryPart } from '../summary/summary';
import type { Problem } from './problem';

export function listingProblems(previous: PreviousOutput): Problem[] {
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
export function bookProblems({ counts, output, badRecords, inputs }: Summary): Problem[] {
  const lines = (parts: readonly SummaryPart[]) => sum(parts, (part) => part.lines);
  const says = (problem: string): Problem => ({ file: 'summary', offset: null, problem });
  const problems: Problem[] = [];
  if (!isBalanced(counts)) problems.push(says(`the counts do not balance: ${JSON.stringify(counts)}`));
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
