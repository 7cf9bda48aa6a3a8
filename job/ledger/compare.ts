/** Compares a ledger with the files that the inputs have now. Pure: two ordered streams in, differences out. */

import { compareBytes } from '../shared/byte-order';
import type { LedgerEntry } from './entry';

/**
 * `new`: the ledger lacks the file. `changed`: the ledger has the file with another size or version. `unchanged`: the
 * ledger has the file as it is. `gone`: the inputs no longer have a file of the ledger.
 */
export type Difference<T extends LedgerEntry> =
  | { readonly kind: 'new' | 'changed' | 'unchanged'; readonly file: T }
  | { readonly kind: 'gone'; readonly entry: LedgerEntry };

/**
 * Each file of both streams once, in the order of their locations. Both streams have to be in the order of the UTF-8
 * bytes of the locations, each location once. At any time one item of each is held.
 */
export async function* compare<T extends LedgerEntry>(
  ledger: AsyncIterable<LedgerEntry>,
  files: AsyncIterable<T>,
): AsyncGenerator<Difference<T>> {
  const entries = ledger[Symbol.asyncIterator]();
  try {
    let entry = await entries.next();
    for await (const file of files) {
      let order = entry.done ? 1 : compareBytes(entry.value.location, file.location);
      while (order < 0) {
        yield { kind: 'gone', entry: entry.value };
        entry = await entries.next();
        order = entry.done ? 1 : compareBytes(entry.value.location, file.location);
      }
      if (order > 0) {
        yield { kind: 'new', file };
        continue;
      }
      yield { kind: isSame(entry.value, file) ? 'unchanged' : 'changed', file };
      entry = await entries.next();
    }
    for (; !entry.done; entry = await entries.next()) yield { kind: 'gone', entry: entry.value };
  } finally {
    await entries.return?.();
  }
}

function isSame(entry: LedgerEntry, file: LedgerEntry): boolean {
  return entry.version === file.version && entry.sizeBytes === file.sizeBytes;
}
