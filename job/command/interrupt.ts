import { EXIT } from '../shared/exit';
import { Failure } from '../shared/failure';
import { Interrupted } from '../shared/interrupted';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const LOOK_EVERY_MS = 1000;

export interface Interruption {
  readonly signal: AbortSignal;
  /** Looks once more, and throws what interrupts. */
  throwIfEnded(): void;
}

/** What ends work, beside its own end. */
export interface Ends {
  readonly leavesWithParent: boolean;
  readonly limitMs?: number | null;
  readonly effect?: () => string;
}

/**
 * Runs work that ends when a signal comes; the message says what has come of it, `effect` at that moment. With
 * `leavesWithParent` it ends also when the process that started this one is gone: a step that was cancelled may have ended
 * its runner alone. One whose parent is init was meant to go on by itself. With `limitMs` it ends after so long.
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
