import type { RejectReason, Summary } from '../../../job/summary/summary';

interface Reason {
  readonly title: string;
  readonly meaning: string;
}

const REASONS: Readonly<Record<RejectReason, Reason>> = {
  columns: { title: 'columns', meaning: 'Not as many columns as the spec has' },
  order: { title: 'order', meaning: 'The order column is not an integer' },
  quote: { title: 'quote', meaning: 'Something other than a delimiter or the end of the line follows a closing quote' },
  'open-quote': { title: 'open-quote', meaning: 'A quote is not closed' },
  'order-range': { title: 'order-range', meaning: 'The order column is an integer that does not fit 64 bits' },
  length: { title: 'length', meaning: 'The line is longer than a record may be' },
};

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
  return Object.hasOwn(REASONS, reason) ? REASONS[reason as RejectReason] : { title: reason, meaning: '' };
}
