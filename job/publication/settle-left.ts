import { JOURNAL_FILE } from '../shared/output-files';
import type { Lease, OutputStore } from '../store/store';
import { withLease } from '../store/with-lease';
import { settle } from './settle';

/** The functions that a command provides for settling. */
export interface SettleContext {
  takeLease(): Promise<Lease>;
  /** Ends the application of a dead run; `tookOver` is the run whose lease was taken over, if any. */
  endDead(tookOver: string | undefined): Promise<void>;
  warn(message: string): void;
}

/** Finishes or undoes an interrupted publication, where there is one, for a command that publishes nothing itself. */
export async function settleLeft(store: OutputStore, { takeLease, endDead, warn }: SettleContext): Promise<void> {
  if ((await store.read(JOURNAL_FILE)) === undefined) return;
  await withLease(await takeLease(), warn, async (lease) => {
    await endDead(lease.tookOver);
    await settle(store, lease);
  });
}
