/** The likely cause for files of JSON Lines. */

import { likelyCause } from '../../job/diagnosis/likely-cause';
import { formatOf } from '../../job/format/formats';
import { shownOf } from '../../job/shared/shown-bytes';
import { type RecordOptions, resolveSpec } from './record-options';

/**
 * The likely cause for a file whose first bad line is the one that the run tells of. The text has one character for each
 * byte. Throws where no line is bad.
 */
export function jsonCauseOf(text: string, options: Partial<RecordOptions> = {}, isCut = false): string | null {
  const spec = resolveSpec({ format: 'json', key: 'id', orderBy: 'at', ...options });
  const format = formatOf(spec);
  let offset = 0;
  for (const line of text.split('\n')) {
    const reason = format.isBlank(line) ? null : format.faultOf(line);
    if (reason === null) offset += line.length + 1;
    else {
      const bytes = Buffer.from(text, 'latin1');
      const head = { bytes, isWhole: !isCut, fileBytes: isCut ? null : bytes.length };
      const shown = shownOf(Buffer.from(line, 'latin1'));
      return likelyCause(head, { file: 'in/a', offset, reason, detail: '', line: shown }, spec, false);
    }
  }
  throw new Error('no line is bad');
}
