/** Has a request carried out exactly once by a service whose answers may get lost. */

import { messageOf } from '../../../job/shared/failure';

/** A request that must be carried out once. */
export interface OnceRequest<T> {
  ask(): Promise<T>;
  /** Looks for the result of a request that was carried out. Returns null where there is no trace of one. */
  look(): Promise<T | null>;
  /** Whether the error leaves it open if the request was carried out. */
  isLost(error: unknown): boolean;
}

export interface OncePace {
  /** Pauses before each look, because the service may list a new object only some seconds later. */
  readonly looksMs: readonly number[];
  /** The greatest number of attempts. */
  readonly asks: number;
  sleep(ms: number): Promise<void>;
}

/** The request may have been carried out, and there is no way to find out. */
export class MaybeDone extends Error {
  constructor(message: string, options: ErrorOptions) {
    super(message, options);
    this.name = 'MaybeDone';
  }
}

/**
 * Repeats a request only after a lost answer of which no result can be seen. Throws MaybeDone where that remains
 * unknown.
 */
export async function askOnce<T>(request: OnceRequest<T>, pace: OncePace): Promise<T> {
  let lost: unknown;
  for (let asked = 1; ; asked++) {
    try {
      return await request.ask();
    } catch (error) {
      // A refusal says nothing about the attempts before it, whose answers were lost.
      if (!request.isLost(error)) throw lost === undefined ? error : new MaybeDone(messageOf(lost), { cause: error });
      lost = error;
    }
    const found = await lookFor(request, pace, lost);
    if (found !== null) return found;
    if (asked >= pace.asks) throw new MaybeDone(messageOf(lost), { cause: lost });
  }
}

async function lookFor<T>({ look }: OnceRequest<T>, { looksMs, sleep }: OncePace, lost: unknown): Promise<T | null> {
  for (const ms of looksMs) {
    await sleep(ms);
    const found = await look().catch((error) => {
      throw new MaybeDone(`${messageOf(lost)}; and it cannot be looked for: ${messageOf(error)}`, { cause: error });
    });
    if (found !== null) return found;
  }
  return null;
}
