/** An output folder for tests of its lease, whose holder and last renewal can be set. */

import { mkdtempSync, readFileSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Folders } from '../../../../job/store/local/folders';
import { type Claimant, takeLease, thisProcess } from '../../../../job/store/local/lease';
import type { Lease } from '../../../../job/store/store';
import { runNamed } from '../../../support/run-named';

let home: string;
const leases: Lease[] = [];

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'lease-'));
});
afterEach(async () => {
  for (const lease of leases.splice(0)) await lease.release();
  rmSync(home, { recursive: true });
});

/** Further operations for the test. */
export function homeOfOutput(): string {
  return home;
}

export function outputFolder(): string {
  return join(home, 'out');
}

/** Takes the lease for this process, whose identity can be changed in part. The lease is released after the test. */
export async function take(name: string, change: Partial<Claimant> = {}): Promise<Lease> {
  const request = { run: runNamed(name) };
  const lease = await takeLease(new Folders(outputFolder()), request, { ...(await thisProcess()), ...change });
  leases.push(lease);
  return lease;
}

export function leaseFile(): string {
  return join(outputFolder(), '_dedup/lease.json');
}

export function holderNow() {
  return JSON.parse(readFileSync(leaseFile(), 'utf8'));
}

/** Moves the last renewal of the lease into the past. */
export function silentFor(ms: number): void {
  const then = new Date(Date.now() - ms);
  utimesSync(leaseFile(), then, then);
}
