/** What an output holds by now. */

import { openPublished } from '../../job/place/open-output';
import { EXIT } from '../../job/shared/exit';
import { Failure } from '../../job/shared/failure';
import { SUCCESS_FILE, SUMMARY_FILE } from '../../job/shared/output-files';
import { locationBelow } from '../../job/shared/s3-location';
import { parseSummary } from '../../job/summary/stored-summary';
import type { Published } from './run/acceptance';

/** Throws with exit code 65 where its summary cannot be understood. */
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
