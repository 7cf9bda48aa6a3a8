/** Prints logs as they are delivered. */

import { EXIT } from '../../../job/shared/exit';
import { Failure } from '../../../job/shared/failure';
import { inFlight } from '../../../job/shared/in-flight';
import { exitCodeIn } from '../cluster/step-log';
import type { LogFile } from './log-bucket';

/** The logs of a step or of its containers. */
export interface LogSource {
  /** The location below which the logs lie. */
  readonly place: string;
  /** Lists the logs that have been delivered, newest first. */
  list(): Promise<LogFile[]>;
  read(file: LogFile): Promise<string>;
  /** Returns whether more logs can still be delivered. */
  canCome(): Promise<boolean>;
  /** Says why no logs will come. */
  readonly why: string;
}

export interface Printing {
  readonly pollMs: number;
  readonly deadlineMs: number;
  readonly follow: boolean;
  /** Prints a JSON object per line. */
  readonly json: boolean;
}

/** The clock of a command, and its output. */
export interface Surroundings {
  now(): Date;
  sleep(ms: number): Promise<void>;
  /** Prints a line on standard error. */
  tell(line: string): void;
  /** Prints text on standard output. */
  print(text: string): void;
  /** Waits until everything is printed. Returns false where nobody reads the output any more. */
  printed(): Promise<boolean>;
}

/** What has been printed so far. */
interface Told {
  /** The printed length of each log, by its location. */
  readonly logs: Map<string, { readonly etag: string; readonly length: number }>;
  /** Whether EMR's controller log tells the end of the step. EMR delivers the step's other logs with it. */
  hasEnd: boolean;
}

const READ_AT_A_TIME = 16;

/**
 * Prints the logs that are there, and waits while there are none. With `follow` it goes on until no more can come, or
 * until nobody reads the output.
 */
export async function printLogs(source: LogSource, options: Printing, around: Surroundings): Promise<void> {
  const told: Told = { logs: new Map(), hasEnd: false };
  for (let round = 0; ; round++) {
    // EMR writes one log after the other. A log may therefore come after the one that tells the end.
    const isLast = told.hasEnd;
    if (!(await printNew(source, told, options.json, around))) return;
    if (told.logs.size > 0 && (!options.follow || isLast)) return;
    const canMore = await source.canCome();
    if (!canMore && told.logs.size > 0) return;
    if (!canMore) throw new Failure(EXIT.noInput, `no logs in ${source.place}, and none will come: ${source.why}`);
    const leftMs = options.deadlineMs - around.now().getTime();
    if (leftMs <= 0) {
      const missing = told.logs.size > 0 ? 'the end of the logs is not' : 'no logs are';
      throw new Failure(EXIT.timedOut, `${missing} in ${source.place} yet: they come every five minutes`);
    }
    if (round === 0 && told.logs.size === 0) {
      around.tell(`no logs in ${source.place} yet: they come every five minutes`);
    }
    await around.sleep(Math.min(options.pollMs, leftMs));
  }
}

/** Returns false where nobody reads the output any more. */
async function printNew(source: LogSource, told: Told, json: boolean, around: Surroundings): Promise<boolean> {
  const files = await source.list();
  const grown = files.filter(({ location, etag }) => told.logs.get(location)?.etag !== etag);
  for (let at = 0; at < grown.length; at += READ_AT_A_TIME) {
    const some = grown.slice(at, at + READ_AT_A_TIME);
    const texts = await inFlight(READ_AT_A_TIME, some, (file) => source.read(file));
    some.forEach((file, i) => {
      const text = restOf(file, texts[i] as string, told);
      if (text !== '') around.print(shownLog(file, text, json));
    });
    if (!(await around.printed())) return false;
  }
  return true;
}

/** EMR delivers a log that has grown again as a whole. The part that was printed before is skipped. */
function restOf({ location, etag }: LogFile, text: string, told: Told): string {
  const rest = text.slice(told.logs.get(location)?.length ?? 0);
  told.logs.set(location, { etag, length: text.length });
  if (/\/controller(?:\.gz)?$/.test(location)) told.hasEnd = exitCodeIn({ stderr: null, controller: text }) !== null;
  return rest;
}

function shownLog({ location, modified }: LogFile, text: string, json: boolean): string {
  if (json) return JSON.stringify({ log: location, modified: modified.toISOString(), text });
  return `==> ${location} (${modified.toISOString()})\n${text.replace(/\n$/, '')}`;
}
