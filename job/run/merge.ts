/** Merging: checks that the former output can be one more input, and that it was read undamaged. */

import { type Header, headerText } from '../format/format';
import { type SegmentChecksum, wholeChecksum } from '../input/checksum';
import { identityOf } from '../input/list';
import type { ResolvedJob } from '../options/options';
import { summarySpec } from '../options/spec';
import { changeOf, type PreviousOutput, storedFile } from '../publication/previous-output';
import type { Mapped } from '../runner/runner';
import { EXIT } from '../shared/exit';
import { Failure } from '../shared/failure';
import { FORMAT_VERSION, SUCCESS_FILE } from '../shared/output-files';
import { locationBelow } from '../shared/s3-location';
import type { InputFile } from '../store/place';
import type { Summary, SummarySpec } from '../summary/summary';
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
 * says. `mapped` are the results of all workers or tasks that have read.
 */
export function refuseDamaged(output: string, summary: Summary, mapped: readonly Pick<Mapped, 'checksums'>[]): void {
  const byFile = new Map<string, SegmentChecksum[]>();
  for (const segment of mapped.flatMap(({ checksums }) => checksums)) {
    const others = byFile.get(segment.file);
    if (others === undefined) byFile.set(segment.file, [segment]);
    else others.push(segment);
  }
  for (const { name, bytes, crc32 } of summary.output.parts) {
    const segments = byFile.get(locationBelow(output, name));
    const found = wholeChecksum(segments === undefined ? [] : segments, bytes);
    if (found === crc32) continue;
    const difference =
      found === undefined ? `it has no longer ${bytes} bytes` : `its checksum is ${found}, ${crc32} in the summary`;
    throw new Failure(
      EXIT.badData,
      `cannot merge into '${output}': part '${name}' is damaged, ${difference}; ` +
        'restore it, or run again without --merge on all inputs',
    );
  }
}

/**
 * The parts of the former output, then all other inputs. Throws with exit code 73 where that output cannot be merged.
 */
export function withMerged(
  request: ResolvedJob,
  files: readonly InputFile[],
  previous: PreviousOutput,
  header: Header | null,
): readonly InputFile[] {
  if (previous.summary === undefined) return files;
  refuseUnmergeable(request.output, previous, summarySpec(request.spec, headerText(header)));
  const merged = previous.summary.output.parts
    .map((part) => storedFile(previous, part))
    .filter((file) => file !== undefined);
  const known = new Set(merged.map((file) => identityOf(file.path)));
  return [...merged, ...files.filter((file) => !known.has(identityOf(file.path)))];
}

function incompleteness(previous: PreviousOutput): string | null {
  const { hasSuccess, missing, changed } = previous;
  if (!hasSuccess) return `it has no ${SUCCESS_FILE}; run again without --merge`;
  if (missing.length > 0) return `part '${missing[0]}' is missing; run again without --merge`;
  const [first] = changed;
  return first === undefined ? null : `part '${first}' ${changeOf(previous, first)}; run again without --merge`;
}

function difference(summary: Summary, spec: SummarySpec): string | null {
  if (summary.format !== FORMAT_VERSION) {
    return `it was made with format ${summary.format}, this program's is ${FORMAT_VERSION}; run again without --merge`;
  }
  const found = specDifference(summary.spec, spec, summary.counts.kept > 0);
  return found === null ? null : `${found}, or name another output, or run again without --merge on all inputs`;
}
