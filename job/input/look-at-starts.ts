/**
 * Looks at the starts of files that are about to be cut. A segment inside a file has to know what only the start of the
 * file tells: where the records begin, which fields they have, and whether the file is in UTF-16, which cannot be cut.
 * Files that are read as a whole need no look, since whoever reads them sees their start.
 */

import type { Format, Header } from '../format/format';
import type { Spec } from '../options/spec';
import { inFlight } from '../shared/in-flight';
import type { InputFiles } from '../store/input-files';
import type { InputFile, StartOfFile } from '../store/place';
import { fieldsOfOther } from './file-columns';
import { atFront } from './front';
import { openInput } from './open-input';
import { refuseForeign } from './refuse-foreign';
import { takeStart } from './start-of-file';
import { withSource } from './with-source';

/** How many files are looked at at the same time. */
const LOOKS_AT_A_TIME = 16;
/** How many bytes of a file are certainly read. */
const LOOK_BYTES = 4096;

export interface LookRules {
  readonly spec: Spec;
  readonly format: Format;
  readonly header: Header | null;
}

/**
 * The files with what the starts of those that are cut tell. `cut` has the numbers of these. Throws where a header is
 * refused.
 */
export async function withStarts(
  files: InputFiles,
  cut: readonly number[],
  rules: LookRules,
  signal: AbortSignal,
): Promise<InputFiles> {
  const looked = cut.map((number) => ({ number, file: files.at(number) })).filter(({ file }) => !file.own);
  const starts = await inFlight(LOOKS_AT_A_TIME, looked, ({ file }) => lookAt(file, rules, signal));
  return files.with(
    new Map(looked.map(({ number, file }, i) => [number, { ...file, start: starts[i] as StartOfFile }])),
  );
}

/** Reads the start of a file. */
export async function lookAt(
  file: InputFile,
  { spec, format, header }: LookRules,
  signal: AbortSignal,
): Promise<StartOfFile> {
  let isUtf16 = false;
  const source = openInput(file, 0, LOOK_BYTES, spec.reading, {
    onUtf16: () => {
      isUtf16 = true;
    },
  });
  const rules = { format, reading: spec.reading, header, writer: 'user' as const };
  const hooks = {
    onStart: (first: Uint8Array) => refuseForeign(file, first, format),
    fieldsOf: (line: Uint8Array) => header && fieldsOfOther({ line, file: file.path }, header, spec, format),
  };
  return withSource(source, signal, () =>
    atFront(source, function* (buffer) {
      const start = yield* takeStart(buffer, file.path, rules, hooks);
      const isOther = start.header !== null && header !== null && Buffer.compare(start.header, header.found) !== 0;
      return {
        uncutBytes: isUtf16 ? file.sizeBytes : buffer.offset,
        fields: start.fields,
        header: isOther ? Buffer.from(start.header).toString('latin1') : null,
      };
    }),
  );
}
