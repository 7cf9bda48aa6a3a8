/** Finds which columns the records of a run have, and which header its parts get. */

import type { Header } from '../format/format';
import { commonHeader } from '../format/format';
import { formatOf } from '../format/formats';
import { isSameNames, namesIn } from '../input/column-names';
import { type FoundRecords, findHeader } from '../input/header';
import type { JobRequest } from '../options/options';
import { specOf } from '../options/record';
import type { Spec } from '../options/spec';
import type { PreviousOutput } from '../publication/previous-output';
import { EXIT } from '../shared/exit';
import { Failure } from '../shared/failure';
import type { InputFile } from '../store/place';

/**
 * Throws with exit code 64 or 65 where the header does not fit the options, and with 66 where nothing names the columns.
 */
export async function recordsOf(
  request: JobRequest,
  files: Iterable<InputFile>,
  previous: Pick<PreviousOutput, 'summary'>,
  signal: AbortSignal,
): Promise<FoundRecords> {
  const { record } = request;
  if (!request.header && record.columns !== null) return { spec: specOf(record, record.columns, null), header: null };
  const found = await findHeader(files, record, request.headerNames, signal);
  const former = request.merge ? previous.summary?.spec : undefined;
  if (found !== null) {
    const { spec, header } = found;
    return former === undefined ? found : { spec, header: withFormer(header, former.header, spec, request.output) };
  }
  if (former === undefined) {
    throw new Failure(EXIT.noInput, 'no input has a header, which would name the columns; give --columns');
  }
  const spec = specOf(record, former.columns, null);
  return { spec, header: withFormer(null, former.header, spec, request.output) };
}

/**
 * The header of a merge: that of the former output where it names the same columns, whose parts are read and written
 * anew. A merge of inputs without any line has it too.
 */
function withFormer(found: Header | null, former: string | null, spec: Spec, output: string): Header | null {
  if (former === null) return found;
  const line = Buffer.from(former, 'latin1');
  if (found === null) return commonHeader(line, output);
  const isSame = found.others !== 'none' && isSameNames(namesIn(line, formatOf(spec)), spec.columns);
  return isSame ? { ...found, line } : found;
}
