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

/** Undefined where it cannot be understood. */
export function parseLease(text: string): LeaseRecord | undefined {
  try {
    const record = JSON.parse(text);
    const texts = ['id', 'run', 'since', 'startTime', 'bootId', 'pidNamespace', 'host'].map((name) => record[name]);
    const isWhole = record.version === 1 && Number.isInteger(record.pid) && texts.every((it) => typeof it === 'string');
    return isWhole ? record : undefined;
  } catch {
    return undefined;
  }
}
