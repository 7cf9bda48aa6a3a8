/**
 * The records of an output in the form that every run of the same input and spec shares: parts in name order, unpacked,
 * without headers.
 */

import { unpackedPart } from '../../../job/remote/unpacked-part';
import { SUMMARY_FILE } from '../../../job/shared/output-files';

/** Reads a whole file of an output by its name there. */
export type ReadFile = (name: string) => Promise<Uint8Array>;

/** The fields of the summary that tell where the records are. */
interface Published {
  readonly spec: { readonly header: string | null };
  readonly output: { readonly parts: readonly { readonly name: string }[] };
}

const NEWLINE = 10;

/** Holds all records in memory, so it is for small outputs. */
export async function recordsOf(read: ReadFile): Promise<Buffer> {
  const { spec, output }: Published = JSON.parse(Buffer.from(await read(SUMMARY_FILE)).toString());
  const names = output.parts.map(({ name }) => name).sort();
  const parts: Buffer[] = [];
  for (const name of names) {
    const part = await unpackedPart(name, await read(name));
    parts.push(spec.header === null ? part : part.subarray(part.indexOf(NEWLINE) + 1));
  }
  return Buffer.concat(parts);
}

/**
 * Finds the first difference between two outputs: the number of the record, from 1, and the line of each output there.
 * Returns null for equal outputs.
 */
export function firstDifference(
  there: Buffer,
  here: Buffer,
): { readonly record: number; readonly there: string; readonly here: string } | null {
  if (there.equals(here)) return null;
  const [theirs, ours] = [there, here].map((bytes) => bytes.toString('latin1').split('\n')) as [string[], string[]];
  const at = theirs.findIndex((line, i) => line !== ours[i]);
  const found = at < 0 ? theirs.length : at;
  return { record: found + 1, there: shown(theirs[found]), here: shown(ours[found]) };
}

/** Quotes the start of a line, or says 'nothing' where this output has ended. */
function shown(line: string | undefined): string {
  return line === undefined || line === '' ? 'nothing' : `'${Buffer.from(line, 'latin1').toString().slice(0, 200)}'`;
}

/** Every record ends with a newline. */
export function countRecords(records: Buffer): number {
  return records.reduce((count, byte) => count + Number(byte === NEWLINE), 0);
}
