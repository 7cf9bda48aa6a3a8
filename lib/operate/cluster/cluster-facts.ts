/**
 * EMR's data about clusters and steps in the form that the decisions here need: every field is there, and is null where
 * EMR gives no value.
 */

export interface Reason {
  /** EMR's code, such as `USER_REQUEST`; '' where EMR gives none. */
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
  /** True for a cluster that ends with its last step. */
  readonly isTransient: boolean;
}

export interface StepFacts {
  readonly id: string;
  readonly name: string;
  readonly state: string;
  readonly args: readonly string[];
  /** Whether its failure cancels the steps behind it, or ends the cluster. */
  readonly endsOthers: boolean;
  readonly reason: Reason;
  /** The reason and message that EMR itself derived from the logs. */
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

/** Whether the cluster accepts steps. */
export function isLive({ state }: ClusterFacts): boolean {
  return LIVE.includes(state);
}

/** Whether the cluster has ended or is ending. */
export function isEnding({ state }: ClusterFacts): boolean {
  return state.startsWith('TERMINAT');
}

export function isOver({ state }: StepFacts): boolean {
  return OVER.includes(state);
}
