import { EXIT } from '../shared/exit';
import { Failure } from '../shared/failure';
import { SUMMARY_FILE } from '../shared/output-files';
import { MOST_BYTES, parseDocument, refuseLarger } from '../shared/stored-document';
import { withLaterFields } from './earlier-versions';
import { nameFault } from './name-fault';
import { specFault } from './spec-fault';
import type { Summary } from './summary';
import { SUMMARY } from './summary-schema';

/** Parses a summary document that was read back. Throws an error that says what is wrong with the document. */
export function parseSummary(bytes: Buffer): Summary {
  const summary = withLaterFields(parseDocument(bytes, SUMMARY) as Summary);
  const fault = specFault(summary) ?? nameFault(summary);
  if (fault !== null) throw new Error(fault);
  return summary;
}

/** The text of the summary document. Throws with exit code 70 where the document could not be read back. */
export function summaryText(summary: Summary): string {
  const text = `${JSON.stringify(summary, null, 2)}\n`;
  const bytes = Buffer.from(text);
  try {
    refuseLarger(SUMMARY_FILE, bytes.length, MOST_BYTES[SUMMARY_FILE]);
    parseSummary(bytes);
    return text;
  } catch (error) {
    const { message } = error as Error;
    throw new Failure(
      EXIT.software,
      `the summary of run ${summary.run} could not be read back (${message}); nothing was published, please report this`,
      { cause: error },
    );
  }
}
