/** Reports signs of life and counts, in lines that Hadoop Streaming reads from a task's standard error. */

import { COUNTER_GROUP, type Counter } from './contract';

export type Totals = Partial<Readonly<Record<Counter, number>>>;

/** The time between two reports. Hadoop ends a task that is silent for 600 s. */
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

  /** To be called at every step of the work. Reports only after some time since the last report. */
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
      // a total of 0 is reported once, so that Hadoop lists every counter
      if (total === before) continue;
      this.print(`reporter:counter:${COUNTER_GROUP},${name},${total - (before ?? 0)}\n`);
      this.reported.set(name, total);
    }
  }
}
