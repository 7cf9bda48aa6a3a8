import { REJECT_REASON_WORDS } from '../../../job/summary/reject-reasons';
import type { RejectReason, Summary } from '../../../job/summary/summary';

interface Reason {
  readonly title: string;
  readonly meaning: string;
}

export interface ReasonFigures extends Reason {
  readonly rejected: number;
}

/** All reasons with the number of records that each rejected, most frequent first. */
export function reasonWords({ rejects }: Pick<Summary, 'rejects'>): ReasonFigures[] {
  const figures = Object.entries(rejects.byReason).map(([reason, rejected]) => ({ ...wordsOf(reason), rejected }));
  return figures.sort((a, b) => b.rejected - a.rejected);
}

// The summary of a later version may contain reasons that this page does not know.
function wordsOf(reason: string): Reason {
  const isKnown = Object.hasOwn(REJECT_REASON_WORDS, reason);
  return { title: reason, meaning: isKnown ? REJECT_REASON_WORDS[reason as RejectReason].meaning : '' };
}
