/**
 * Hands items over from a producer, which runs by itself, to a consumer that asks for them. The producer waits until the
 * consumer asks for the next item, so the consumer may use one until then.
 */
export class Handover<T> {
  private item: T | null = null;
  private given = deferred();
  private asked = deferred();
  private hasEnded = false;
  private error: unknown;
  private hasAsked = false;
  private isStopped = false;

  /** Gives an item, and waits until the consumer has asked for the one behind it. */
  async give(item: T): Promise<void> {
    if (this.isStopped) throw new Stopped();
    this.item = item;
    this.asked = deferred();
    this.given.resolve();
    await this.asked.promise;
    if (this.isStopped) throw new Stopped();
  }

  /** Says that no item follows. */
  end(): void {
    this.hasEnded = true;
    this.given.resolve();
  }

  /** Ends the handover with an error, which the consumer gets in place of an item. */
  fail(error: unknown): void {
    this.error = error;
    this.end();
  }

  /** Ends the producer, which gives an item or will give one, with an error. No item is taken any more. */
  stop(): void {
    this.isStopped = true;
    this.asked.resolve();
  }

  /** The next item; null behind the last one. */
  async take(): Promise<T | null> {
    if (this.hasAsked && !this.hasEnded) {
      this.item = null;
      this.given = deferred();
      this.asked.resolve();
    }
    this.hasAsked = true;
    await this.given.promise;
    if (this.error !== undefined) throw this.error;
    return this.hasEnded ? null : this.item;
  }
}

/** What `give` throws once nobody takes items any more. */
class Stopped extends Error {}

interface Deferred {
  readonly promise: Promise<void>;
  resolve(): void;
}

function deferred(): Deferred {
  let settle = () => {};
  const promise = new Promise<void>((resolve) => {
    settle = resolve;
  });
  return { promise, resolve: () => settle() };
}
