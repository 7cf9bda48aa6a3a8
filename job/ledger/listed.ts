import type { InputFile } from '../store/place';
import type { LedgerEntry } from './entry';

/** A file of the inputs, with its entry for the ledger. */
export interface ListedFile extends LedgerEntry {
  readonly file: InputFile;
}
