import { setTimeout as sleep } from 'node:timers/promises';
import { monotonicMs } from '../shared/clock';
import { InUse } from './in-use';
import type { Lease, LeaseRequest, OutputStore } from './store';

/** How long to wait for an output that another run holds, with the clock and the callbacks of the wait. */
export interface LeaseWait {
  readonly waitMs: number;
  /** The time of a clock that never goes back. */
  nowMs(): number;
  /** Rejects where the wait is interrupted. */
  sleep(ms: number): Promise<void>;
  /** Called once, with the reason for the wait. */
  onWait(reason: string): void;
}

const ASK_EVERY_MS = 5000;

/** A wait by the clock of this process, which the signal interrupts. */
export function waitForLease(waitMs: number, signal: AbortSignal, onWait: LeaseWait['onWait']): LeaseWait {
  return {
    waitMs,
    nowMs: monotonicMs,
    sleep: (ms) => sleep(ms, undefined, { signal }).catch(() => signal.throwIfAborted()),
    onWait,
  };
}

/** Takes the lease as soon as it is free. Throws InUse, which names the holder, where the lease is not free in time. */
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
