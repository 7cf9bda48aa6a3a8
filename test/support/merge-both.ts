/** Merges new files into an output in both ways: its parts as inputs, and its parts beside those of the run. */

import { crc32 } from 'node:zlib';
import { type FormerBytes, type InProcess, type InProcessAnswer, keepLatestOf } from './in-process';

export interface Merged {
  /** The answer of one run on all files. */
  readonly whole: InProcessAnswer;
  readonly asInputs: InProcessAnswer;
  readonly asParts: InProcessAnswer;
}

/** The parts of an answer, as a later merge finds them. */
export function formerOf({ parts, deletedParts }: InProcessAnswer): FormerBytes[] {
  return parts.map((alive, i) => ({ alive, deleted: deletedParts[i] as Buffer | null }));
}

export async function mergeBoth(before: readonly Buffer[], after: readonly Buffer[], how: InProcess): Promise<Merged> {
  const former = formerOf(await keepLatestOf(before, how));
  const files = former.flatMap(({ alive, deleted }) => (deleted === null ? [alive] : [alive, deleted]));
  return {
    whole: await keepLatestOf([...before, ...after], how),
    asInputs: await keepLatestOf([...files, ...after], { ...how, own: files.length }),
    asParts: await keepLatestOf(after, { ...how, former }),
  };
}

/** Expects the same output and the same books of both ways, and the output of one run on all files. */
export function expectAlike({ whole, asInputs, asParts }: Merged): void {
  expect(asParts.parts.map(sumOf)).toEqual(whole.parts.map(sumOf));
  expect(asParts.deletedParts.map(sumOf)).toEqual(whole.deletedParts.map(sumOf));
  expect(asInputs.records.equals(asParts.records)).toBe(true);
  expect(asParts.counts).toEqual(asInputs.counts);
  expect(asParts.formerLines).toBe(asInputs.formerLines);
  expect([...asParts.checksums].sort()).toEqual([...asInputs.checksums].sort());
  expect(asParts.reducedShare).toBeCloseTo(1);
}

function sumOf(bytes: Buffer | null): string | null {
  return bytes && `${bytes.length} bytes, ${crc32(bytes)}`;
}
