/** Runs that are paused or killed before one of their storage operations, while other runs take the output over. */

import { AsyncLocalStorage } from 'node:async_hooks';

const current = new AsyncLocalStorage<Actor>();

export interface Fate {
  /** The number of the step before which the actor is paused until it is resumed. */
  readonly pausedAt?: number;
  /** The number of the step from which on every step fails. */
  readonly killedAt?: number;
}

/** A simulated process, as its storage sees it. */
export class Actor {
  private steps = 0;
  private underWay = 0;
  private isPaused = false;
  private goOn: () => void = () => undefined;
  private stop: () => void = () => undefined;
  private readonly going = new Promise<void>((resolve) => {
    this.goOn = resolve;
  });
  private readonly stopped = new Promise<void>((resolve) => {
    this.stop = resolve;
  });
  private outcome: Promise<unknown> = Promise.resolve();

  constructor(private readonly fate: Fate = {}) {}

  /** Works until the work ends, is killed, or is paused. Returns whether the step of its fate was reached. */
  async work(work: () => Promise<unknown>): Promise<boolean> {
    const done = current.run(this, work);
    this.outcome = done.then(
      () => undefined,
      (error) => error,
    );
    await Promise.race([this.outcome, this.stopped]);
    const { pausedAt = 0, killedAt = 0 } = this.fate;
    return this.steps >= Math.max(pausedAt, killedAt);
  }

  /** Continues to the end of the work. Returns the error that the work ended with. */
  resume(): Promise<unknown> {
    this.isPaused = false;
    this.goOn();
    return this.outcome;
  }

  /** When the actor is paused, steps that have begun are finished, and no further step begins. */
  async step<T>(make: () => Promise<T>): Promise<T> {
    this.steps += 1;
    if (this.fate.killedAt !== undefined && this.steps >= this.fate.killedAt) throw new Error('killed');
    this.isPaused ||= this.steps === this.fate.pausedAt;
    if (this.isPaused) {
      this.stopIfIdle();
      await this.going;
    }
    this.underWay += 1;
    try {
      return await make();
    } finally {
      this.underWay -= 1;
      this.stopIfIdle();
    }
  }

  private stopIfIdle(): void {
    if (this.isPaused && this.underWay === 0) this.stop();
  }
}

/**
 * Makes a step of the current actor, then looks, if the step changes anything. Without a current actor the step is neither
 * counted nor looked at.
 */
export async function step<T>(make: () => Promise<T>, look: (() => void | Promise<void>) | null): Promise<T> {
  const actor = current.getStore();
  if (actor === undefined) return make();
  return actor.step(async () => {
    try {
      return await make();
    } finally {
      if (look !== null) await current.exit(look);
    }
  });
}
