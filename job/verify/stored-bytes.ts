/** Compares the stored bytes of a file with its entry in the summary. */

import { crc32 } from 'node:zlib';
import { openStored } from '../input/open-input';
import { countLines } from '../output/line-batch';
import type { InputFile } from '../store/place';
import type { SummaryPart } from '../summary/summary';
import { type Problem, problemsOf } from './problem';

/** Compares the stored bytes with the checksum in the summary. */
export async function checksumProblems(file: InputFile, part: SummaryPart): Promise<Problem[]> {
  let crc = 0;
  await readStored(file, (bytes) => {
    crc = crc32(bytes, crc);
  });
  return problemsOf(part, [checksumFault(part, crc)]);
}

/** Compares the stored bytes with the checksum and the number of lines in the summary. Rejects are never packed. */
export async function rejectProblems(file: InputFile, part: SummaryPart): Promise<Problem[]> {
  let crc = 0;
  let lines = 0;
  await readStored(file, (bytes) => {
    crc = crc32(bytes, crc);
    lines += countLines(bytes);
  });
  return problemsOf(part, [checksumFault(part, crc), linesFault(part, lines)]);
}

function checksumFault(part: SummaryPart, crc: number): string | null {
  return crc === part.crc32 ? null : `has checksum ${crc}, the summary says ${part.crc32}`;
}

export function linesFault(part: SummaryPart, lines: number): string | null {
  return lines === part.lines ? null : `has ${lines} lines, the summary says ${part.lines}`;
}

async function readStored(file: InputFile, onBytes: (bytes: Buffer) => void): Promise<void> {
  const source = openStored(file, 0, file.sizeBytes);
  const buffer = Buffer.alloc(1024 * 1024);
  try {
    for (let got = await source.read(buffer); got > 0; got = await source.read(buffer)) {
      onBytes(buffer.subarray(0, got));
    }
  } finally {
    source.close();
  }
}
