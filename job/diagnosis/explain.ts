/** The edge of the diagnosis: reads the head of a file, and adds the likely cause to a failure for bad records. */

import { codecOf } from '../codec/codecs';
import { type Header, mayRearrange } from '../format/format';
import { formatOf } from '../format/formats';
import type { BadRecordsFailure } from '../input/bad-records-failure';
import { specOfFile } from '../input/file-columns';
import { lookAt } from '../input/look-at-starts';
import { openInput } from '../input/open-input';
import type { Reading, Spec } from '../options/spec';
import type { Failure } from '../shared/failure';
import type { InputFile } from '../store/place';
import { likelyCause } from './likely-cause';
import type { Head } from './sample';

const HEAD_BYTES = 64 * 1024;

/** The options by which the records were read. */
export interface Rules {
  readonly spec: Spec;
  readonly hasHeader: boolean;
  /** Null where the header itself is refused. */
  readonly header: Header | null;
}

/** The failure with its likely cause; the failure as it is where no cause is known. */
export async function explained(
  failure: BadRecordsFailure,
  files: Iterable<InputFile>,
  { spec, hasHeader, header }: Rules,
): Promise<Failure> {
  const { example } = failure;
  const file = usersFile(files, example.file);
  if (file === undefined) return failure;
  // an error of this look at the file is ignored: the bad record says more
  const head = await readHead(file, spec.reading).catch(() => null);
  const cause = head === null ? null : likelyCause(head, example, await specIn(file, spec, header), hasHeader);
  return cause === null ? failure : failure.because(cause);
}

function usersFile(files: Iterable<InputFile>, path: string): InputFile | undefined {
  for (const file of files) if (file.path === path && !file.own) return file;
  return undefined;
}

/** The spec of the records in this file, whose header may name its fields in another order. */
export async function specIn(file: InputFile, spec: Spec, header: Header | null): Promise<Spec> {
  if (header === null || !mayRearrange(header)) return spec;
  // a header that is refused has been told before
  const start = await lookAt(file, { spec, format: formatOf(spec), header }, new AbortController().signal).catch(
    () => null,
  );
  return start === null || start.fields === null ? spec : specOfFile(spec, start.fields);
}

/** The start of a file, unpacked and decoded. */
export async function readHead(file: InputFile, reading: Reading): Promise<Head> {
  const buffer = Buffer.alloc(HEAD_BYTES);
  let isUtf16 = false;
  const source = openInput(file, 0, HEAD_BYTES, reading, { onUtf16: () => (isUtf16 = true) });
  let filled = 0;
  let got = -1;
  try {
    while (got !== 0 && filled < buffer.length) {
      got = await source.read(buffer.subarray(filled));
      filled += got;
    }
  } finally {
    source.close();
  }
  const isWhole = got === 0;
  const isSizeKnown = codecOf(file).isSplittable && !isUtf16;
  const fileBytes = isSizeKnown ? file.sizeBytes : isWhole ? filled : null;
  return { bytes: buffer.subarray(0, filled), isWhole, fileBytes };
}
