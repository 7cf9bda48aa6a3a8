import { commonHeader, type Format, type Header } from '../format/format';
import { formatOf } from '../format/formats';
import { endOfContent, MOST_MARK_BYTES, markBytes } from '../format/lines';
import type { HeaderNames } from '../options/options';
import type { Reading, Spec } from '../options/spec';
import { EXIT } from '../shared/exit';
import { Failure } from '../shared/failure';
import { MAX_LINE_BYTES } from '../shared/limits';
import { shownOf } from '../shared/shown-bytes';
import type { InputFile } from '../store/place';
import { BadRecordsFailure } from './bad-records-failure';
import { isSameNames, namesIn } from './column-names';
import { openInput } from './open-input';
import { refuseForeign } from './refuse-foreign';

/**
 * The header of the inputs: the first line of the first file that is not empty. All other files must have the same
 * header (feed.ts). Null where all files are empty. Throws with exit code 65 where that file is no delimited text,
 * where the header has another number of columns than the spec, or where `names` is 'match' and the header does not
 * name the spec's columns.
 */
export async function findHeader(files: readonly InputFile[], spec: Spec, names: HeaderNames): Promise<Header | null> {
  const format = formatOf(spec);
  for (const file of files) {
    // an empty file of a packed format is damaged, but it is skipped as well, because it has no line either
    if (file.sizeBytes === 0) continue;
    const line = await firstLine(file, format, spec.reading);
    if (line === null) continue;
    const header = checked(line, file, format);
    if (names === 'match') refuseOtherNames(header, spec.columns, format);
    return header;
  }
  return null;
}

async function firstLine(file: InputFile, format: Format, reading: Reading): Promise<Buffer | null> {
  const source = openInput(file, 0, 0, reading);
  try {
    const buffer = Buffer.alloc(MAX_LINE_BYTES + MOST_MARK_BYTES + 2);
    let filled = 0;
    while (filled < buffer.length && endOfFirst(buffer.subarray(0, filled), format) < 0) {
      const got = await source.read(buffer.subarray(filled));
      if (got === 0) break;
      filled += got;
    }
    refuseForeign(file, buffer.subarray(0, filled), format);
    return lineIn(buffer.subarray(0, filled), format);
  } finally {
    source.close();
  }
}

/** The index behind the first line of a file, in the file's first bytes; -1 where the line does not end in them. */
function endOfFirst(bytes: Buffer, format: Format): number {
  const markedBytes = markBytes(bytes);
  const end = format.endOfRecord(bytes.subarray(markedBytes), 0);
  return end < 0 ? end : markedBytes + end;
}

/**
 * The first line in the first bytes of a file, without byte order mark and line ending; null where there is no line.
 */
function lineIn(bytes: Buffer, format: Format): Buffer | null {
  const start = markBytes(bytes);
  if (bytes.length === start) return null;
  const found = endOfFirst(bytes, format);
  const line = bytes.subarray(start, found < 0 ? bytes.length : found);
  return line.subarray(0, endOfContent(line, line.length, true));
}

/** Throws with exit code 65 where the line is too long for a record, or has another number of columns than the spec. */
function checked(line: Buffer, file: InputFile, format: Format): Header {
  const columns = format.fieldsOf(line.toString('latin1')).length;
  if (columns === format.kernel.columns && line.length <= MAX_LINE_BYTES)
    return commonHeader(Buffer.from(line), file.path);
  const detail = format.describe({ offset: 0, reason: 'columns', line, lineBytes: line.length });
  const example = { file: file.path, offset: 0, reason: 'columns' as const, detail, line: shownOf(line) };
  throw new BadRecordsFailure(example, {
    what: `the header of '${file.path}' has ${detail}: '${shownOf(line)}'`,
    otherwise: '',
    note: '',
  });
}

/**
 * Throws with exit code 65 where a header names other columns than `columns`, or the same columns in another order: the
 * run would take the key or the order from the wrong columns.
 */
function refuseOtherNames({ line, file }: Header, columns: readonly string[], format: Format): void {
  const names = namesIn(line, format);
  if (isSameNames(names, columns)) return;
  throw new Failure(
    EXIT.badData,
    `the header of '${file}' names '${names.join(',')}', but --columns '${columns.join(',')}'; ` +
      'give --columns as the file has them, or --header-names ignore where its names mean nothing',
  );
}

/**
 * Throws with exit code 65 where a file of a run without --header begins with the names of the columns. `first` holds
 * the file's first bytes. The check is needed only where the order column is text: with an integer order column a
 * header is a bad record.
 */
export function refuseUnsaidHeader(
  { path }: InputFile,
  first: Uint8Array,
  columns: readonly string[],
  format: Format,
): void {
  const line = lineIn(Buffer.from(first.buffer, first.byteOffset, first.length), format);
  if (line === null || !isSameNames(namesIn(line, format), columns)) return;
  throw new Failure(
    EXIT.badData,
    `'${path}' begins with the names of the columns, '${line}', which would be a record; give --header, or other names ` +
      'in --columns where it is one',
  );
}
