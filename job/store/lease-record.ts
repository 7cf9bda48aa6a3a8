import { LEASE_FILE } from '../shared/output-files';
import { RUN } from '../shared/run-id';
import { COUNT, fits, listOf, object, oneOf, orMissing, type Schema, TEXT } from '../shared/schema';
import { MOST_BYTES, parseDocument } from '../shared/stored-document';
import type { ProcessIdentity } from './process-identity';

/** What `_dedup/lease.json` says. */
export interface LeaseRecord extends ProcessIdentity {
  readonly version: 1;
  /** No two leases have the same, not even of one run. */
  readonly id: string;
  readonly run: string;
  /** ISO 8601. */
  readonly since: string;
  readonly command?: readonly string[];
  /** How far the run was at its last sign of life, in S3, where one is told. */
  readonly progress?: string;
}

/** All of it is shown in the one line that tells who has an output. */
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

/** Undefined where it cannot be understood. */
export function parseLease(text: string): LeaseRecord | undefined {
  try {
    return parseDocument(Buffer.from(text), LEASE) as LeaseRecord;
  } catch {
    return undefined;
  }
}
