/** Merging: checks that the former output can be one more input, and that it was read undamaged. */

import { type Header, headerText } from '../format/format';
import { type SegmentChecksum, wholeChecksum } from '../input/checksum';
import { identityOf } from '../input/list';
import type { ResolvedJob } from '../options/options';
import { summarySpec } from '../options/spec';
import { changeOf, type PreviousOutput, recordFilesOf, storedFile } from '../publication/previous-output';
import { damagedFormerPart } from '../runner/former-file';
import type { FormerPart } from '../runner/part-merge';
import type { Runner } from '../runner/runner';
import { EXIT } from '../shared/exit';
import { Failure } from '../shared/failure';
import { FORMAT_VERSIONS, FORMATS_WORDS, SUCCESS_FILE } from '../shared/output-files';
import { locationBelow } from '../shared/s3-location';
import { InputFiles } from '../store/input-files';
import type { InputFile } from '../store/place';
import type { Summary, SummarySpec } from '../summary/summary';
import { mergePath } from './merge-path';
import { specDifference } from './spec-difference';

/** Throws with exit code 73 where the former output is incomplete, or where its records are of another spec. */
export function refuseUnmergeable(output: string, previous: PreviousOutput, spec: SummarySpec): void {
  const { summary } = previous;
  if (summary === undefined) return;
  const problem = incompleteness(previous) ?? difference(summary, spec);
  if (problem === null) return;
  throw new Failure(EXIT.cannotCreate, `cannot merge into '${output}': ${problem}`);
}

/**
 * Throws with exit code 65 where a part of the former output that was just read has another checksum than its summary
 * says. `read` has the checksums of all workers or tasks that have read.
 */
export function refuseDamaged(
  output: string,
  summary: Summary,
  read: readonly { readonly checksums: readonly SegmentChecksum[] }[],
): void {
  const byFile = new Map<string, SegmentChecksum[]>();
  for (const segment of read.flatMap(({ checksums }) => checksums)) {
    const others = byFile.get(segment.file);
    if (others === undefined) byFile.set(segment.file, [segment]);
    else others.push(segment);
  }
  for (const { name, bytes, crc32 } of recordFilesOf(summary.output)) {
    const segments = byFile.get(locationBelow(output, name));
    const found = wholeChecksum(segments === undefined ? [] : segments, bytes);
    if (found === crc32) continue;
    const difference =
      found === undefined ? `it has no longer ${bytes} bytes` : `its checksum is ${found}, ${crc32} in the summary`;
    throw damagedFormerPart(output, name, difference);
  }
}

/** The files that a run reads. */
export interface RunFiles {
  /** The inputs, in the order in which they are read; those of the former output first where these are inputs too. */
  readonly inputs: InputFiles;
  /** The parts of the former output that are merged with those of the run; null where there are none. */
  readonly former: readonly FormerPart[] | null;
  /** The files of these parts. */
  readonly formerFiles: readonly InputFile[];
}

/**
 * The files of a run, which may merge into the former output. Throws with exit code 73 where that output cannot be
 * merged.
 */
export function runFiles(
  request: ResolvedJob,
  files: InputFiles,
  previous: PreviousOutput,
  header: Header | null,
  mergesParts: Runner['mergesParts'],
): RunFiles {
  const { summary } = previous;
  if (!request.merge || summary === undefined) return { inputs: files, former: null, formerFiles: [] };
  const { compress } = request;
  const spec = summarySpec(request.spec, headerText(header));
  refuseUnmergeable(request.output, previous, spec);
  const stored = recordFilesOf(summary.output).flatMap((part): [string, InputFile][] => {
    const file = storedFile(previous, part);
    return file === undefined ? [] : [[part.name, file]];
  });
  const merged = stored.map(([, file]) => file);
  const others = without(merged, files);
  const path = mergePath(summary, new Map(stored), { spec, compress, mergesParts });
  return path.kind === 'inputs'
    ? { inputs: InputFiles.of(oneBehindTheOther(merged, others)), former: null, formerFiles: [] }
    : { inputs: InputFiles.of(others), former: path.former, formerFiles: merged };
}

/** The files that are none of the merged ones: the output may lie in an input. */
function* without(merged: readonly InputFile[], files: InputFiles): Generator<InputFile> {
  const known = new Set(merged.map(({ path }) => identityOf(path)));
  for (const file of files) if (!known.has(identityOf(file.path))) yield file;
}

function* oneBehindTheOther(first: Iterable<InputFile>, second: Iterable<InputFile>): Generator<InputFile> {
  yield* first;
  yield* second;
}

function incompleteness(previous: PreviousOutput): string | null {
  const { hasSuccess, missing, changed } = previous;
  if (!hasSuccess) return `it has no ${SUCCESS_FILE}; run again without --merge`;
  if (missing.length > 0) return `part '${missing[0]}' is missing; run again without --merge`;
  const [first] = changed;
  return first === undefined ? null : `part '${first}' ${changeOf(previous, first)}; run again without --merge`;
}

function difference(summary: Summary, spec: SummarySpec): string | null {
  if (!FORMAT_VERSIONS.includes(summary.format)) {
    return `it was made with format ${summary.format}, this program knows ${FORMATS_WORDS}; run again without --merge`;
  }
  const found = specDifference(summary.spec, spec, summary.counts.kept > 0);
  return found === null ? null : `${found}, or name another output, or run again without --merge on all inputs`;
}
