import { EXIT } from '../shared/exit';
import { Failure } from '../shared/failure';
import type { RejectExample } from '../summary/summary';

/** The text of a failure for bad records, in three pieces. */
export interface BadRecordsTold {
  /** Says which record is bad, or how many records are. */
  readonly what: string;
  /** Advice that is left out once the likely cause of the bad records is known; '' for none. */
  readonly otherwise: string;
  /** A note at the end of the text in any case; '' for none. */
  readonly note: string;
}

/** The failure for bad records, with exit code 65. The diagnosis may add the likely cause later (`because`). */
export class BadRecordsFailure extends Failure {
  constructor(
    /** The first of the bad records. */
    readonly example: RejectExample,
    private readonly told: BadRecordsTold,
  ) {
    super(EXIT.badData, `${told.what}${told.otherwise}${told.note}`);
  }

  /** The same failure with its likely cause in front, which replaces the advice. */
  because(cause: string): Failure {
    return new Failure(EXIT.badData, `${cause}; ${this.told.what}${this.told.note}`, { cause: this });
  }
}
