/** Reads the cause of a step's end from its logs. Pure. */

import { EXIT, type ExitCode } from '../../../job/shared/exit';
import { tellsOfInterruption } from '../../../job/shared/interrupted';
import { lastErrorIn } from '../../../job/shared/own-lines';

/** The unpacked text of a step's logs; null for a log that is missing. */
export interface StepLogs {
  readonly stderr: string | null;
  readonly controller: string | null;
}

const NOISE = /^\s+at |^\s*\.\.\. \d+ more|^\s*$|^(?:[\d/:. ,TZ-]+ )?(?:INFO|DEBUG|WARN)\b|^SLF4J|^Command exiting/;

/** The last error line of our own command. */
export function lastWords({ stderr }: StepLogs): string | null {
  return stderr === null ? null : lastErrorIn(stderr);
}

/** The most telling of the last lines of another program, shortened to one line. */
export function lastLine({ stderr }: StepLogs): string | null {
  const lines = (stderr ?? '').split('\n').filter((line) => !NOISE.test(line));
  const telling = lines.findLast((line) => /error|denied|cannot|failed|no such|not found|exception/i.test(line));
  const found = telling ?? lines.at(-1);
  return found === undefined ? null : found.trim().slice(0, 500);
}

/** The exit code that EMR's controller saw: `… WARN Step failed with exitCode 65 and took 26 seconds`. */
export function exitCodeIn({ controller }: StepLogs): number | null {
  const found = /exitCode (-?\d+)|ended with exit code (-?\d+)/.exec(controller ?? '');
  return found === null ? null : Number(found[1] ?? found[2]);
}

/**
 * The exit code for a failed step: our command's own code where it failed itself. Any other failure is the cluster's.
 */
export function classOf(logs: StepLogs): ExitCode {
  const seen = exitCodeIn(logs);
  const ours = Object.values(EXIT).find((code) => code !== EXIT.done && code === seen);
  return lastWords(logs) === null || ours === undefined ? EXIT.unavailable : ours;
}

/** Whether our command was ended from outside: its last error line is then not the cause. */
export function wasInterrupted(logs: StepLogs): boolean {
  return tellsOfInterruption(lastWords(logs) ?? '');
}
