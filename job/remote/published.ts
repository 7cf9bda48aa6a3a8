/** Reads the summary of a published output, for a command on another machine. */

import { openPublished } from '../place/open-output';
import { EXIT } from '../shared/exit';
import { Failure } from '../shared/failure';
import { SUCCESS_FILE, SUMMARY_FILE } from '../shared/output-files';
import { locationBelow } from '../shared/s3-location';
import { parseSummary } from '../summary/stored-summary';
import type { Summary } from '../summary/summary';

/** The documents that a published output has. `summary` is null where there is none. */
export interface Published {
  readonly output: string;
  readonly summary: Summary | null;
  readonly hasSuccess: boolean;
}

/** Throws with exit code 65 where the summary of the output cannot be understood. */
export async function readPublished(output: string): Promise<Published> {
  const store = openPublished(output);
  const [text, success] = await Promise.all([store.read(SUMMARY_FILE), store.read(SUCCESS_FILE)]);
  const hasSuccess = success !== undefined;
  if (text === undefined) return { output, summary: null, hasSuccess };
  try {
    return { output, summary: parseSummary(text), hasSuccess };
  } catch (error) {
    const { message } = error as Error;
    throw new Failure(EXIT.badData, `cannot understand ${locationBelow(output, SUMMARY_FILE)}: ${message}`, {
      cause: error,
    });
  }
}
