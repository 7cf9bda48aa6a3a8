import { EXIT } from '../shared/exit';
import { Failure } from '../shared/failure';
import { Interrupted } from '../shared/interrupted';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const LOOK_EVERY_MS = 1000;

export interface Interruption {
  readonly signal: AbortSignal;
  /**
   * Looks for an interruption once more, and throws it where there is one. A run calls it for the last time just before it
   * publishes (publication/publish.ts): a publication that has begun goes on.
   */
  throwIfEnded(): void;
}

/** The events that interrupt work. */
export interface Ends {
  readonly leavesWithParent: boolean;
  readonly limitMs?: number | null;
  readonly effect?: () => string;
}

/**
 * Runs work that ends when a signal comes. `effect` is called at that moment, and the message ends with its text: it
 * tells what was changed. With `leavesWithParent` the work also ends when the process that started this one has ended:
 * a step that was cancelled may have ended its runner alone. A process whose parent is init from the start was meant to
 * run by itself, so it goes on. With `limitMs` the work ends after that time, with exit code 124.
 */
export async function interruptible<T>(
  { leavesWithParent, limitMs = null, effect }: Ends,
  work: (interruption: Interruption) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const { signal } = controller;
  const interrupt = (name: NodeJS.Signals) => controller.abort(new Interrupted(name, name, effect?.()));
  const parent = process.ppid;
  const lookForParent = () => {
    if (leavesWithParent && parent !== 1 && process.ppid !== parent) {
      controller.abort(new Interrupted('SIGHUP', 'the end of the process that started it'));
    }
  };
  const timer = setInterval(lookForParent, LOOK_EVERY_MS).unref();
  const limit = limitMs === null ? undefined : setTimeout(() => controller.abort(overdue(limitMs)), limitMs).unref();
  for (const name of SIGNALS) process.once(name, interrupt);
  try {
    return await work({
      signal,
      throwIfEnded() {
        lookForParent();
        signal.throwIfAborted();
      },
    });
  } finally {
    clearInterval(timer);
    clearTimeout(limit);
    for (const name of SIGNALS) process.removeListener(name, interrupt);
  }
}

function overdue(limitMs: number): Failure {
  return new Failure(
    EXIT.timedOut,
    `the run was not done within the ${limitMs / 1000} s of --max-run-time, and was ended; nothing was changed`,
  );
}
