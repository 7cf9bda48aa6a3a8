import { JOURNAL_FILE } from '../shared/output-files';
import type { Lease, OutputStore } from '../store/store';
import { withLease } from '../store/with-lease';
import { settle } from './settle';

/** What a command that settles has of the world around it. */
export interface SettleContext {
  takeLease(): Promise<Lease>;
  endDead(tookOver: string | undefined): Promise<void>;
  warn(message: string): void;
}

/** For a command that publishes nothing itself: ends a publication that was interrupted, where there is one. */
export async function settleLeft(store: OutputStore, { takeLease, endDead, warn }: SettleContext): Promise<void> {
  if ((await store.read(JOURNAL_FILE)) === undefined) return;
  await withLease(await takeLease(), warn, async (lease) => {
    await endDead(lease.tookOver);
    await settle(store, lease);
  });
}
