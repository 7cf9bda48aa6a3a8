/** Runs that are paused, or killed, before any of their steps, while others take the output over. */

import { AsyncLocalStorage } from 'node:async_hooks';

const current = new AsyncLocalStorage<Actor>();

export interface Fate {
  /** Before which of its steps it is paused, until it is told to go on. */
  readonly pausedAt?: number;
  /** From which of its steps on nothing works any more. */
  readonly killedAt?: number;
}

/** One process, as far as its storage sees it. */
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

  /** Works until it ends, is killed, or is paused. Returns whether it has come as far as its fate. */
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

  /** Goes on to its end. Returns the error that it ended with. */
  resume(): Promise<unknown> {
    this.isPaused = false;
    this.goOn();
    return this.outcome;
  }

  /** Steps that are under way when it is paused come to their end, and no other is begun. */
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

/** A step of whoever makes it; nobody's is neither counted nor looked at. */
export async function step<T>(make: () => Promise<T>, look: () => void | Promise<void>): Promise<T> {
  const actor = current.getStore();
  if (actor === undefined) return make();
  return actor.step(async () => {
    try {
      return await make();
    } finally {
      await current.exit(look);
    }
  });
}
