/** Reads the ledger of an output, entry by entry. */

import { crc32 } from 'node:zlib';
import { NEWLINE } from '../format/lines';
import { openInput } from '../input/open-input';
import { PLAIN_READING } from '../options/spec';
import { compareBytes } from '../shared/byte-order';
import { EXIT } from '../shared/exit';
import { exitCodeOf, messageOf } from '../shared/failure';
import type { InputFile } from '../store/place';
import type { SummaryPart } from '../summary/summary';
import { entryIn, type LedgerEntry, LedgerFault } from './entry';

const CHUNK_BYTES = 256 * 1024;
/** A location in S3 has at most some 3 KiB, which may be six times as long in JSON; a path has at most 4 KiB. */
const MOST_LINE_BYTES = 64 * 1024;

/**
 * The entries of a ledger, in the order of their locations. Throws a LedgerFault where the file is not as its entry in
 * the summary says, which for its checksum shows only at the end: until then no entry may be believed.
 */
export async function* ledgerEntries(file: InputFile, part: SummaryPart): AsyncGenerator<LedgerEntry> {
  const stored = { crc32: 0 };
  let lines = 0;
  let last = '';
  for await (const line of linesOf(file, stored)) {
    const entry = entryIn(line, ++lines);
    if (lines > 1 && compareBytes(last, entry.location) >= 0) throw new LedgerFault(`is not in order in line ${lines}`);
    last = entry.location;
    yield entry;
  }
  if (lines !== part.lines) throw new LedgerFault(`has ${lines} lines, ${part.lines} in the summary`);
  if (stored.crc32 !== part.crc32) {
    throw new LedgerFault(`is damaged, its checksum is ${stored.crc32}, ${part.crc32} in the summary`);
  }
}

/** The lines of a file, without their newlines. The checksum of the stored bytes is added up in `stored`. */
async function* linesOf(file: InputFile, stored: { crc32: number }): AsyncGenerator<string> {
  const onStored = (bytes: Uint8Array) => {
    stored.crc32 = crc32(bytes, stored.crc32);
  };
  const source = openInput(file, 0, file.sizeBytes, PLAIN_READING, { onStored });
  const chunk = Buffer.alloc(CHUNK_BYTES + MOST_LINE_BYTES);
  let filled = 0;
  try {
    for (;;) {
      const got = await source.read(chunk.subarray(filled));
      if (got === 0) break;
      filled += got;
      const end = chunk.lastIndexOf(NEWLINE, filled - 1) + 1;
      if (end > 0) yield* chunk.toString('utf8', 0, end - 1).split('\n');
      else if (filled === chunk.length) throw new LedgerFault('has too long a line');
      chunk.copyWithin(0, end, filled);
      filled -= end;
    }
    if (filled > 0) throw new LedgerFault('ends within a line');
  } catch (error) {
    throw exitCodeOf(error) === EXIT.badData ? new LedgerFault(`is damaged: ${messageOf(error)}`) : error;
  } finally {
    source.close();
  }
}
