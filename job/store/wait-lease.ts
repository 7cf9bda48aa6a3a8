import { setTimeout as sleep } from 'node:timers/promises';
import { InUse } from './in-use';
import type { Lease, LeaseRequest, OutputStore } from './store';

/** How long to wait for an output that another run has, and what there is to wait with. */
export interface LeaseWait {
  readonly waitMs: number;
  /** Of a clock that never goes back. */
  nowMs(): number;
  /** Rejects where the waiting is to end. */
  sleep(ms: number): Promise<void>;
  /** Called once, with what is waited for. */
  onWait(reason: string): void;
}

const ASK_EVERY_MS = 5000;

/** Waits by the clock of this process, until the signal comes. */
export function waitForLease(waitMs: number, signal: AbortSignal, onWait: LeaseWait['onWait']): LeaseWait {
  return {
    waitMs,
    nowMs: () => performance.now(),
    sleep: (ms) => sleep(ms, undefined, { signal }).catch(() => signal.throwIfAborted()),
    onWait,
  };
}

/** Takes the lease, as soon as it is free within the time; else throws what says who has it. */
export async function takeLeaseWithin(store: OutputStore, request: LeaseRequest, wait: LeaseWait): Promise<Lease> {
  const endMs = wait.nowMs() + wait.waitMs;
  for (let asked = 1; ; asked++) {
    try {
      return await store.takeLease(request);
    } catch (error) {
      const leftMs = endMs - wait.nowMs();
      if (!(error instanceof InUse) || leftMs <= 0) throw error;
      if (asked === 1) wait.onWait(error.message);
      await wait.sleep(Math.min(ASK_EVERY_MS, leftMs));
    }
  }
}
