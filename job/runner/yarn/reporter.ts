/** Signs of life and counts, in the lines that Hadoop Streaming reads from a task's standard error. */

import { COUNTER_GROUP, type Counter } from './contract';

export type Totals = Partial<Readonly<Record<Counter, number>>>;

/** Hadoop ends a task that was silent for 600 s. */
const EVERY_MS = 10_000;

export class Reporter {
  private readonly reported = new Map<string, number>();
  private lastMs: number;

  constructor(
    private readonly print: (text: string) => void,
    private readonly nowMs: () => number,
  ) {
    this.lastMs = nowMs();
  }

  /** To be called at any step of the work; says something from time to time. */
  beat(status: string, totals: () => Totals): void {
    const nowMs = this.nowMs();
    if (nowMs - this.lastMs < EVERY_MS) return;
    this.lastMs = nowMs;
    this.print(`reporter:status:${status}\n`);
    this.count(totals());
  }

  /** Brings Hadoop's counters to these totals. */
  count(totals: Totals): void {
    for (const [name, total] of Object.entries(totals)) {
      const before = this.reported.get(name);
      // none at all is worth a line too, once: so that Hadoop lists every counter
      if (total === before) continue;
      this.print(`reporter:counter:${COUNTER_GROUP},${name},${total - (before ?? 0)}\n`);
      this.reported.set(name, total);
    }
  }
}
