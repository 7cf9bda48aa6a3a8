/** How to have something done once, by somebody whose answers get lost. */

import { messageOf } from '../../../job/shared/failure';

/** A request that must be carried out once. */
export interface OnceRequest<T> {
  ask(): Promise<T>;
  /** What a request that was carried out has left; null where nothing is seen of one. */
  look(): Promise<T | null>;
  /** Whether an error leaves open if it was carried out. */
  isLost(error: unknown): boolean;
}

export interface OncePace {
  /** Between looks: what was just made may be listed some seconds later. */
  readonly looksMs: readonly number[];
  /** How often it is asked at most. */
  readonly asks: number;
  sleep(ms: number): Promise<void>;
}

/** It may have been carried out, and nobody can tell. */
export class MaybeDone extends Error {
  constructor(message: string, options: ErrorOptions) {
    super(message, options);
    this.name = 'MaybeDone';
  }
}

/** Asks again only where nothing is seen of what was asked for before. Throws MaybeDone where that cannot be known. */
export async function askOnce<T>(request: OnceRequest<T>, pace: OncePace): Promise<T> {
  let lost: unknown;
  for (let asked = 1; ; asked++) {
    try {
      return await request.ask();
    } catch (error) {
      // one that is refused does not say what became of those before it
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
