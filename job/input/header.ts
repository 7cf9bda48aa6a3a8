/** Finds the header of the inputs, which may name the columns of their records. */

import { commonHeader, type Format, type Header } from '../format/format';
import { formatOf } from '../format/formats';
import { endOfContent, endOfLine, markBytes } from '../format/lines';
import type { HeaderNames } from '../options/options';
import { type RecordRequest, specOf } from '../options/record';
import type { Reading, Spec } from '../options/spec';
import { EXIT } from '../shared/exit';
import { Failure } from '../shared/failure';
import { MAX_LINE_BYTES } from '../shared/limits';
import { shownOf } from '../shared/shown-bytes';
import type { InputFile } from '../store/place';
import { BadRecordsFailure } from './bad-records-failure';
import { isSameNames, namesIn } from './column-names';
import {
  type FoundHeader,
  fieldsByName,
  headerNames,
  isUnknown,
  refuseEqualNames,
  withoutTrailing,
} from './file-columns';
import { atFront } from './front';
import { headerLine, refuseOtherDelimiter } from './header-line';
import { openInput } from './open-input';
import { refuseForeign } from './refuse-foreign';
import { takeUsersStart } from './start-of-file';
import { withSource } from './with-source';

/** The records of the inputs, once it is known which columns they have. */
export interface FoundRecords {
  readonly spec: Spec;
  /** Null where no file has a line. */
  readonly header: Header | null;
}

/**
 * The header of the inputs: that of the first file that has one. It names the columns where the options do not. Null
 * where no file has a header and the columns are not known either. Throws with exit code 65 where that file is no
 * delimited text, or where its header does not fit the options.
 */
export async function findHeader(
  files: Iterable<InputFile>,
  record: RecordRequest,
  names: HeaderNames,
  signal: AbortSignal,
): Promise<FoundRecords | null> {
  const { columns } = record;
  const spec = columns === null ? provisional(record) : specOf(record, columns, null);
  const found = await firstHeader(files, spec, signal);
  if (found === null) return columns === null ? null : { spec, header: null };
  if (columns === null) return namedBy(found, record, spec);
  return { spec, header: names === 'ignore' ? positional(found, spec) : named(found, spec) };
}

/** A spec by which a header line is split, before it is known which columns there are. */
function provisional({ stated }: RecordRequest): Spec {
  return {
    ...stated,
    columns: [''],
    keyColumns: [0],
    orderBy: [{ column: 0, type: 'text', isLeast: false, ranks: [] }],
    deleteWhen: [],
  };
}

async function firstHeader(files: Iterable<InputFile>, spec: Spec, signal: AbortSignal): Promise<FoundHeader | null> {
  const format = formatOf(spec);
  for (const file of files) {
    // an empty file of a packed format is damaged, but it is skipped as well, because it has no line either
    if (file.sizeBytes === 0) continue;
    const source = openInput(file, 0, 0, spec.reading);
    const rules = { format, reading: spec.reading };
    const hooks = { onStart: (first: Uint8Array) => refuseForeign(file, first, format) };
    const { header } = await withSource(source, signal, () =>
      atFront(source, (buffer) => takeUsersStart(buffer, rules, hooks, true)),
    );
    if (header !== null) return { line: header, file: file.path };
  }
  return null;
}

/** The header names the columns. */
function namedBy(found: FoundHeader, record: RecordRequest, provisionalSpec: Spec): FoundRecords {
  const format = formatOf(provisionalSpec);
  refuseNoRecord(found, format);
  const names = headerNames(found, format, provisionalSpec);
  refuseOtherDelimiter(found, names, record);
  refuseEqualNames(names, found.file);
  const spec = specOf(record, names, found.file);
  const line = withoutTrailing(found.line, spec);
  return { spec, header: { line, found: found.line, file: found.file, fields: null, others: 'same-order' } };
}

/** The options name the columns, and the header says where they are. */
function named(found: FoundHeader, spec: Spec): Header {
  const format = formatOf(spec);
  refuseNoRecord(found, format);
  const names = headerNames(found, format, spec);
  if (names.length !== spec.columns.length && isUnknown(names, spec)) throw otherNumber(found, format);
  const fields = fieldsByName(found, spec, format);
  const line = fields === null ? withoutTrailing(found.line, spec) : headerLine(spec, found.line);
  return { line, found: found.line, file: found.file, fields, others: 'any-order' };
}

/** The header only has to have as many names as there are columns. */
function positional(found: FoundHeader, spec: Spec): Header {
  const format = formatOf(spec);
  refuseNoRecord(found, format);
  const line = withoutTrailing(found.line, spec);
  if (namesIn(line, format).length !== spec.columns.length) throw otherNumber(found, format);
  return { ...commonHeader(line, found.file), found: found.line };
}

/** Refuses a header that is too long, or that ends within a field: parts begin with it, and their records would follow in it. */
function refuseNoRecord(found: FoundHeader, format: Format): void {
  if (found.line.length > MAX_LINE_BYTES) throw unfit(found, 'length', format);
  const fault = format.faultOf(Buffer.from(found.line).toString('latin1'));
  if (fault === 'open-escape') throw unfit(found, fault, format);
}

function otherNumber(found: FoundHeader, format: Format): BadRecordsFailure {
  return unfit(found, 'columns', format);
}

function unfit(
  { line, file }: FoundHeader,
  reason: 'columns' | 'length' | 'open-escape',
  format: Format,
): BadRecordsFailure {
  const detail = format.describe({ offset: 0, reason, line, lineBytes: line.length });
  const example = { file, offset: 0, reason, detail, line: shownOf(line) };
  return new BadRecordsFailure(example, {
    what: `the header of '${file}' has ${detail}: '${shownOf(line)}'`,
    otherwise: '',
    note: '',
  });
}

/**
 * Throws with exit code 65 where a file of a run without --header begins with the names of the columns. `first` holds
 * the file's first bytes. The check is needed only where the order column is text: with an integer order column a
 * header is a bad record.
 */
export function refuseUnsaidHeader({ path }: InputFile, first: Uint8Array, spec: Spec, format: Format): void {
  const line = firstLine(first, spec.reading);
  if (line === null || !isSameNames(namesIn(line, format), spec.columns)) return;
  throw new Failure(
    EXIT.badData,
    `'${path}' begins with the names of the columns, '${line}', which would be a record; give --header, or other names ` +
      'in --columns where it is one',
  );
}

/** The first line that is neither skipped nor a comment; null where these bytes have none. */
function firstLine(first: Uint8Array, { skipLines, comment }: Reading): Buffer | null {
  let rest = Buffer.from(first.buffer, first.byteOffset, first.length).subarray(markBytes(first));
  const mark = comment === null ? null : Buffer.from(comment, 'latin1');
  const isComment = () => mark !== null && rest.subarray(0, mark.length).equals(mark);
  for (let skipped = 0; skipped < skipLines || isComment(); skipped++) {
    const end = endOfLine(rest, 0);
    if (end < 0) return null;
    rest = rest.subarray(end);
  }
  if (rest.length === 0) return null;
  const end = endOfLine(rest, 0);
  const line = rest.subarray(0, end < 0 ? rest.length : end);
  return line.subarray(0, endOfContent(line, line.length, true));
}
