/** Waits, up to a deadline, for operations that AWS completes in its own time. */
export class Patience {
  constructor(
    private readonly remainingMs: () => number,
    private readonly pause: (ms: number) => Promise<void>,
    private readonly intervalMs = 10_000,
  ) {}

  /** Waits until `left` returns no names. Throws an error with the names that are left when the time is up. */
  async until(what: string, left: () => Promise<readonly string[]>): Promise<void> {
    for (;;) {
      const names = await left();
      if (names.length === 0) return;
      if (this.remainingMs() < this.intervalMs) {
        throw new Error(`still waiting for the ${what}: ${names.join(', ')}; delete the stack again in some minutes`);
      }
      await this.pause(this.intervalMs);
    }
  }
}
