/** Options that several of these commands share: as they were given, and resolved. */

import { parseBadLimit } from '../../../job/options/parsing/bad-limit';
import { parseDuration } from '../../../job/options/parsing/parsers';
import { usage } from '../../../job/options/parsing/usage';
import type { Conditions } from '../run/acceptance';
import { DEFAULT_STACK, type GivenOptions } from './option-table';

/** All users of an account share AWS's rate limit. */
const LEAST_POLL_MS = 1000;
const LOOKUP = 'lookup';
const CLUSTER_ID = /^j-[A-Z0-9]+$/i;

/** The given options that name a deployment or a cluster. */
export type TargetOptions = GivenOptions<'stack' | 'outputs' | 'cluster' | 'json'>;

/** The place to look for a cluster. */
export type Target =
  | { readonly kind: 'stack'; readonly stack: string }
  | { readonly kind: 'file'; readonly file: string; readonly stack: string | null }
  /** Where outputs are given too, the cluster is in their region. */
  | { readonly kind: 'cluster'; readonly cluster: string; readonly outputs: Extract<Target, { kind: 'file' }> | null };

export type WaitOptions = GivenOptions<
  'submitted' | 'timeout' | 'poll' | 'maxRejected' | 'minKept' | 'minLines' | 'quiet'
>;

export interface ResolvedPrices {
  /** Prices by type. The key null stands for all other types. */
  readonly given: ReadonlyMap<string | null, number>;
  /** Whether AWS is asked for the prices of types without a given one. */
  readonly looksUp: boolean;
}

export interface ResolvedWait {
  /** Null means that the wait has no limit. */
  readonly timeoutMs: number | null;
  readonly pollMs: number;
  readonly conditions: Conditions;
}

/** Throws with exit code 64. */
export function resolveTarget({ stack, outputs, cluster }: TargetOptions): Target {
  if (stack === '') throw usage('--stack is empty, expected the name of a stack');
  const file = outputs === undefined ? null : ({ kind: 'file', file: outputs, stack: stack ?? null } as const);
  if (cluster !== undefined) {
    if (stack !== undefined && file === null) throw usage('--cluster and --stack name two clusters, give one of them');
    return { kind: 'cluster', cluster: clusterId('--cluster', cluster), outputs: file };
  }
  if (file !== null) return file;
  return { kind: 'stack', stack: stack ?? DEFAULT_STACK };
}

export function resolveWait(options: WaitOptions): ResolvedWait {
  const { timeout, maxRejected, minKept, minLines } = options;
  return {
    timeoutMs: timeout === undefined ? null : parseDuration('--timeout', timeout),
    pollMs: resolvePoll(options.poll),
    conditions: {
      maxRejected: maxRejected === undefined ? null : parseBadLimit('--max-rejected', maxRejected),
      minKept: minKept === undefined ? null : wholeNumber('--min-kept', minKept),
      minLines: minLines === undefined ? null : wholeNumber('--min-lines', minLines),
    },
  };
}

function resolvePoll(text: string): number {
  const pollMs = parseDuration('--poll', text);
  if (pollMs >= LEAST_POLL_MS) return pollMs;
  throw usage(`--poll '${text}' is too often for AWS, expected 1s or more`);
}

export function clusterId(option: string, text: string): string {
  if (CLUSTER_ID.test(text)) return text;
  throw usage(`${option} '${text}' is no cluster, expected an id like j-2AXXXXXXGAPLF`);
}

export function stepId(text: string): string {
  if (/^s-[A-Z0-9]+$/i.test(text)) return text;
  if (CLUSTER_ID.test(text))
    throw usage(`'${text}' is a cluster, expected a step like s-1XXXXXXXXXXA; --cluster names one`);
  throw usage(`'${text}' is no step, expected an id like s-1XXXXXXXXXXA`);
}

/**
 * Parses dollars per hour of every instance (`0.333`) or of one type (`m3.xlarge=0.333`). `lookup` asks AWS for the
 * types without a price.
 */
export function resolvePrices(texts: readonly string[]): ResolvedPrices {
  const looksUp = texts.includes(LOOKUP);
  const given = texts.filter((text) => text !== LOOKUP).map(price);
  if (looksUp && given.some(([type]) => type === null)) {
    throw usage(
      `--price ${LOOKUP} has nothing to look up beside a price of every type, give that of a type like m3.xlarge=0.333`,
    );
  }
  return { given: new Map(given), looksUp };
}

function price(text: string): [string | null, number] {
  const [, type, amount] = /^(?:([a-z0-9-]+\.[a-z0-9-]+)=)?(\d+(?:\.\d+)?)$/.exec(text) ?? [];
  if (amount !== undefined) return [type ?? null, Number(amount)];
  const expected = `dollars an instance hour like 0.333 or m3.xlarge=0.333, or ${LOOKUP}`;
  throw usage(`--price '${text}' is no price, expected ${expected}`);
}

/** The number of steps to show. */
export function resolveStepLimit(text: string): number {
  const limit = wholeNumber('--steps', text);
  if (limit > 0) return limit;
  throw usage(`--steps '${text}' shows none, expected 1 or more`);
}

function wholeNumber(option: string, text: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw usage(`${option} '${text}' is not a whole number`);
}
