/** An output folder for tests of its lease: who holds it, and how long ago that gave a sign of life. */

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

/** What the test may use besides. */
export function homeOfOutput(): string {
  return home;
}

export function outputFolder(): string {
  return join(home, 'out');
}

/** Takes it for a run of this process, which can be another one in some respects; released with the test. */
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

/** Moves the last sign of life into the past. */
export function silentFor(ms: number): void {
  const then = new Date(Date.now() - ms);
  utimesSync(leaseFile(), then, then);
}
