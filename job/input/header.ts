import type { HeaderNames } from '../options/options';
import type { Spec } from '../options/spec';
import { EXIT } from '../shared/exit';
import { Failure } from '../shared/failure';
import { counted } from '../shared/figures';
import { MAX_LINE_BYTES } from '../shared/limits';
import { shownOf } from '../shared/shown-bytes';
import type { InputFile } from '../store/place';
import { BadRecordsFailure } from './bad-records-failure';
import { isSameNames, namesIn } from './column-names';
import type { Header } from './feed';
import { openInput } from './open-input';
import { refuseForeign } from './refuse-foreign';

const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/**
 * The first line of the first file that has one: the header that all the others must have. Null where all are empty. With
 * `names` 'match' it has to name the columns as the spec does. Throws with exit code 65.
 */
export async function findHeader(files: readonly InputFile[], spec: Spec, names: HeaderNames): Promise<Header | null> {
  for (const file of files) {
    // a packed file of no bytes is damaged, and still a file without a line
    if (file.sizeBytes === 0) continue;
    const line = await firstLine(file, spec);
    if (line === null) continue;
    const header = checked(line, file, spec);
    if (names === 'match') refuseOtherNames(header, spec);
    return header;
  }
  return null;
}

async function firstLine(file: InputFile, spec: Spec): Promise<Buffer | null> {
  const source = openInput(file, 0, 0);
  try {
    const buffer = Buffer.alloc(MAX_LINE_BYTES + BYTE_ORDER_MARK.length + 2);
    let filled = 0;
    while (filled < buffer.length && !buffer.subarray(0, filled).includes('\n')) {
      const got = await source.read(buffer.subarray(filled));
      if (got === 0) break;
      filled += got;
    }
    refuseForeign(file, buffer.subarray(0, filled), spec);
    return lineIn(buffer.subarray(0, filled));
  } finally {
    source.close();
  }
}

/** The first line of a file that begins so, without its mark and its ending; null where there is none. */
function lineIn(bytes: Buffer): Buffer | null {
  const start = BYTE_ORDER_MARK.equals(bytes.subarray(0, BYTE_ORDER_MARK.length)) ? BYTE_ORDER_MARK.length : 0;
  if (bytes.length === start) return null;
  const newline = bytes.indexOf('\n', start);
  const end = newline >= 0 ? newline : bytes.length;
  return bytes.subarray(start, end > start && bytes[end - 1] === 13 ? end - 1 : end);
}

function checked(line: Buffer, file: InputFile, spec: Spec): Header {
  const columns = line.reduce((count, byte) => count + Number(byte === spec.delimiter), 1);
  if (columns === spec.columns.length && line.length <= MAX_LINE_BYTES)
    return { line: Buffer.from(line), file: file.path };
  const delimiter = shownOf(Buffer.from([spec.delimiter]));
  const detail = `${counted(columns, 'column')}, expected ${spec.columns.length} with '${delimiter}' between them`;
  const example = { file: file.path, offset: 0, reason: 'columns' as const, detail, line: shownOf(line) };
  throw new BadRecordsFailure(example, {
    what: `the header of '${file.path}' has ${detail}: '${shownOf(line)}'`,
    otherwise: '',
    note: '',
  });
}

/** Throws with exit code 65 where a header names other columns, or in another order: the key or the order would be another. */
function refuseOtherNames({ line, file }: Header, spec: Spec): void {
  const names = namesIn(line, spec.delimiter);
  if (isSameNames(names, spec.columns)) return;
  throw new Failure(
    EXIT.badData,
    `the header of '${file}' names '${names.join(',')}', but --columns '${spec.columns.join(',')}'; ` +
      'give --columns as the file has them, or --header-names ignore where its names mean nothing',
  );
}

/**
 * Throws with exit code 65 where a file that has no header begins with one. `first` are its first bytes. Only text to order
 * by lets the names of columns pass for a record.
 */
export function refuseUnsaidHeader({ path }: InputFile, first: Uint8Array, spec: Spec): void {
  const line = lineIn(Buffer.from(first.buffer, first.byteOffset, first.length));
  if (line === null || !startsWithName(line, spec) || !isSameNames(namesIn(line, spec.delimiter), spec.columns)) return;
  throw new Failure(
    EXIT.badData,
    `'${path}' begins with the names of the columns, '${line}', which would be a record; give --header, or other names ` +
      'in --columns where it is one',
  );
}

/** Whether the first name is a line's first: most lines are told by that. */
function startsWithName(line: Buffer, { delimiter, columns }: Spec): boolean {
  const end = line.indexOf(delimiter);
  return isSameNames(namesIn(end < 0 ? line : line.subarray(0, end), delimiter), columns.slice(0, 1));
}
