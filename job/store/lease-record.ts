import { LEASE_FILE } from '../shared/output-files';
import { RUN } from '../shared/run-id';
import { COUNT, fits, listOf, object, oneOf, orMissing, type Schema, TEXT } from '../shared/schema';
import { MOST_BYTES, parseDocument } from '../shared/stored-document';
import type { ProcessIdentity } from './process-identity';

/** The content of `_dedup/lease.json`. */
export interface LeaseRecord extends ProcessIdentity {
  readonly version: 1;
  /** Unique for every lease, even among the leases of one run. */
  readonly id: string;
  readonly run: string;
  /** When the lease was taken, in ISO 8601. */
  readonly since: string;
  readonly command?: readonly string[];
  /** How far the run was at its last sign of life. Present in S3 only, once the run has reported progress. */
  readonly progress?: string;
}

/** The longest text field of a lease: a one-line message that names the holder of an output shows these fields. */
export const MOST_CHARACTERS = 1024;
const SHORT = fits((value) => typeof value === 'string' && value.length <= MOST_CHARACTERS, 'a short text');

const LEASE: Schema = object({
  version: oneOf(1),
  id: SHORT,
  run: RUN,
  since: SHORT,
  pid: COUNT,
  startTime: SHORT,
  bootId: SHORT,
  pidNamespace: SHORT,
  host: SHORT,
  command: orMissing(listOf(TEXT, MOST_BYTES[LEASE_FILE])),
  progress: orMissing(SHORT),
});

/** Parses a lease; undefined where the text is not a valid lease. */
export function parseLease(text: string): LeaseRecord | undefined {
  try {
    return parseDocument(Buffer.from(text), LEASE) as LeaseRecord;
  } catch {
    return undefined;
  }
}
