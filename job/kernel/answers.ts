/** The answers of a kernel: what it has read, met and written. */

import { REJECT_REASONS, type RejectReason } from '../summary/summary';

/**
 * The reasons that a kernel gives which keeps no records: three of a check of the canonical order; `sought` for a good record
 * of a key that is sought; `alive` for a record among deletes that is none, and `delete` for a delete among other records. The
 * kernel numbers them after REJECT_REASONS.
 */
const CHECK_REASONS = ['sequence', 'duplicate', 'partition', 'sought', 'alive', 'delete'] as const;
export type KernelReason = RejectReason | (typeof CHECK_REASONS)[number];
export const REASONS: readonly KernelReason[] = [...REJECT_REASONS, ...CHECK_REASONS];

export interface BadLine {
  /** The line's address in the memory. */
  readonly at: number;
  readonly bytes: number;
  readonly reason: KernelReason;
  /** The number of the sought key that the line has; -1 where it has none, or where its key is not known. */
  readonly sought: number;
}

/**
 * The writer of lines: a user, an earlier run of this kit (the lines are those of the output that this run merges
 * with), or a worker of this run.
 */
export type Writer = 'user' | 'former-run' | 'worker';
export const WRITERS: readonly Writer[] = ['user', 'former-run', 'worker'];

/** The reason why a scan ended; see the kernel's scan.ts. */
export type ScanStatus = 'all-read' | 'no-room' | 'bad-lines-full';
export const SCAN_STATUS: readonly ScanStatus[] = ['all-read', 'no-room', 'bad-lines-full'];

/**
 * The result of `keepSome`: the partition is done, more work is to do in this batch, or the batch is full and records
 * of the partition are left. See the kernel's keep.ts.
 */
export type KeepStatus = 'done' | 'more' | 'full';
export const KEEP_STATUS: readonly KeepStatus[] = ['done', 'more', 'full'];

/** The counts since the kernel was created. */
export interface KernelCounts {
  readonly lines: number;
  readonly blank: number;
  /** Lines inside a user's files that repeat the header. */
  readonly headers: number;
  readonly comments: number;
  readonly records: number;
  readonly superseded: number;
  /** Deletes that were the latest records of their keys, and that were not emitted because they are too old. */
  readonly forgotten: number;
  /** How many of them belong to the former output. */
  readonly forgottenFormer: number;
}

/** Emitted lines, in canonical order. */
export interface Piece {
  readonly bytes: Uint8Array;
  readonly lines: number;
  /** The number of these lines that belong to the former output. */
  readonly formerLines: number;
  /** Whether the lines are deletes, which are emitted apart from other lines where lines leave for good. */
  readonly isDeleted: boolean;
}
