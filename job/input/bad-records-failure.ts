import { EXIT } from '../shared/exit';
import { Failure } from '../shared/failure';
import type { RejectExample } from '../summary/summary';

/** What a failure for bad records says. */
export interface BadRecordsTold {
  /** The record, or how many there are. */
  readonly what: string;
  /** What to do where single records are bad; '' for nothing. */
  readonly otherwise: string;
  /** What is told at the end, in any case; '' for nothing. */
  readonly note: string;
}

/** A failure for bad records: their likely cause, once it is known, comes first, and takes the place of other advice. */
export class BadRecordsFailure extends Failure {
  constructor(
    /** The first of them. */
    readonly example: RejectExample,
    private readonly told: BadRecordsTold,
  ) {
    super(EXIT.badData, `${told.what}${told.otherwise}${told.note}`);
  }

  because(cause: string): Failure {
    return new Failure(EXIT.badData, `${cause}; ${this.told.what}${this.told.note}`, { cause: this });
  }
}
