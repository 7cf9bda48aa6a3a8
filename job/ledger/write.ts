/** Writes the ledger of a run, as one of the files that its publication makes visible. */

import { gzip } from '../codec/gzip';
import { identityOf } from '../input/list';
import { PartWriter, type WrittenPart } from '../output/part-writer';
import { ledgerName } from '../shared/output-files';
import type { InputFile } from '../store/place';
import type { OutputStore } from '../store/store';
import { compare } from './compare';
import { type LedgerEntry, lineOf } from './entry';

/** How many lines are packed at a time. */
const BATCH_LINES = 8192;

/**
 * Stages a ledger of the entries of the former one and of the files that the run has read, whose entries replace former
 * ones. Files that are gone stay. Both are in the order of their locations.
 */
export async function writeLedger(
  store: OutputStore,
  run: string,
  former: AsyncIterable<LedgerEntry>,
  read: Iterable<InputFile>,
): Promise<WrittenPart> {
  const writer = new PartWriter(store.openPart(run, ledgerName(run), ''), gzip);
  let batch: string[] = [];
  const write = async () => {
    await writer.write(Buffer.from(batch.join('')), batch.length);
    batch = [];
  };
  for await (const found of compare(former, entriesFor(read))) {
    batch.push(lineOf(found.kind === 'gone' ? found.entry : found.file));
    if (batch.length === BATCH_LINES) await write();
  }
  if (batch.length > 0) await write();
  return writer.finish();
}

/** No entry, as the ledger of an output that has none. */
export async function* noEntries(): AsyncGenerator<LedgerEntry> {}

/** The entries of files, made one by one: a run may have read a million files. */
async function* entriesFor(files: Iterable<InputFile>): AsyncGenerator<LedgerEntry> {
  for (const { path, sizeBytes, version } of files) yield { location: identityOf(path), sizeBytes, version };
}
