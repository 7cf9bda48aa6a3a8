/** What EMR tells of clusters and steps, as the decisions here take it: every field there, null where EMR has no value. */

export interface Reason {
  /** `USER_REQUEST`, …; '' where EMR gives none. */
  readonly code: string;
  readonly message: string;
}

export interface ClusterFacts {
  readonly id: string;
  readonly name: string;
  readonly state: string;
  readonly reason: Reason;
  /** Codes and texts of `ErrorDetails`. */
  readonly errors: readonly Reason[];
  readonly created: Date | null;
  readonly ready: Date | null;
  readonly ended: Date | null;
  /** `s3://bucket/prefix/`. */
  readonly logs: string | null;
  readonly isProtected: boolean;
  /** It ends with its last step. */
  readonly isTransient: boolean;
}

export interface StepFacts {
  readonly id: string;
  readonly name: string;
  readonly state: string;
  readonly args: readonly string[];
  /** Whether a failure of it cancels the steps behind it. */
  readonly endsOthers: boolean;
  readonly reason: Reason;
  /** What EMR itself found in the logs: reason and message. */
  readonly failure: Reason | null;
  readonly created: Date | null;
  readonly started: Date | null;
  readonly ended: Date | null;
}

export interface InstanceFacts {
  readonly type: string;
  readonly isSpot: boolean;
  readonly created: Date;
  readonly ended: Date | null;
}

const LIVE = ['STARTING', 'BOOTSTRAPPING', 'RUNNING', 'WAITING'];
const OVER = ['COMPLETED', 'CANCELLED', 'FAILED', 'INTERRUPTED'];

/** It takes steps. */
export function isLive({ state }: ClusterFacts): boolean {
  return LIVE.includes(state);
}

/** It is gone, or going. */
export function isEnding({ state }: ClusterFacts): boolean {
  return state.startsWith('TERMINAT');
}

export function isOver({ state }: StepFacts): boolean {
  return OVER.includes(state);
}
