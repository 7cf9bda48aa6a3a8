/** The lines of a ledger. Each is a JSON list: the location of an input file, its size and its version. Pure. */

/** An input file whose records are in the output. */
export interface LedgerEntry {
  /** The identity of the file: an absolute path, or `s3://bucket/key`. */
  readonly location: string;
  readonly sizeBytes: number;
  /** The version in which the file was read: as `InputFile.version` of a stream. */
  readonly version: string;
}

/** A ledger that cannot be believed. The message says why, in words that follow `the ledger`. */
export class LedgerFault extends Error {}

export function lineOf({ location, sizeBytes, version }: LedgerEntry): string {
  return `${JSON.stringify([location, sizeBytes, version])}\n`;
}

/** Throws a LedgerFault where the line, which is given without its newline, is none of a ledger. */
export function entryIn(line: string, number: number): LedgerEntry {
  const fault = () => new LedgerFault(`has no entry in line ${number}`);
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw fault();
  }
  if (!Array.isArray(value) || value.length !== 3) throw fault();
  const [location, sizeBytes, version] = value as unknown[];
  if (typeof location !== 'string' || typeof version !== 'string') throw fault();
  if (!Number.isSafeInteger(sizeBytes) || Number(sizeBytes) < 0) throw fault();
  return { location, sizeBytes: Number(sizeBytes), version };
}
