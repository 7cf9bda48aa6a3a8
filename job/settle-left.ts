import { JOURNAL_FILE } from './contract';
import { settle } from './publish';
import type { Lease, OutputStore } from './store/store';

/** For a command that publishes nothing itself: ends a publication that was interrupted, where there is one. */
export async function settleLeft(
  store: OutputStore,
  takeLease: () => Promise<Lease>,
  endDead: (tookOver: string | undefined) => Promise<void>,
): Promise<void> {
  if ((await store.read(JOURNAL_FILE)) === undefined) return;
  const lease = await takeLease();
  try {
    await endDead(lease.tookOver);
    await settle(store);
  } finally {
    await lease.release();
  }
}
