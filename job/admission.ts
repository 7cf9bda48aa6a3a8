/** What is refused before anything is read: outputs that a run must not touch, inputs with nothing in them. */

import fs from 'node:fs';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { type Rejects, sum } from './account';
import { EXIT, FORMAT_VERSION, SUCCESS_FILE } from './contract';
import { Failure } from './failure';
import { counted } from './figures';
import { type SegmentChecksum, wholeChecksum } from './input/checksum';
import { type Header, headerText } from './input/feed';
import { skippedFiles, skippedWords } from './input/hidden';
import { type InputFile, type Inputs, identityOf } from './input/list';
import { type BadLimit, badLimitText, mostBad, type ResolvedJob } from './options';
import { overlapOf } from './overlap';
import { changeOf, type PreviousOutput, storedFile } from './previous-output';
import type { Mapped } from './runner/runner';
import { summarySpec } from './spec';
import { isS3, locationBelow, parseS3, s3Url } from './store/s3/location';
import type { Counts, RejectExample, Summary, SummarySpec } from './summary';

/** Throws with exit code 66 where there is nothing to read. */
export function refuseEmptyInputs(inputs: Inputs, merge: boolean): void {
  if (inputs.files.some((file) => file.sizeBytes > 0)) return;
  const named = inputs.roots.map((root) => `'${root}'`).join(', ');
  const what = inputs.files.length === 0 ? 'no file in' : 'only empty files in';
  const { skipped } = inputs;
  const but =
    skipped.length === 0
      ? ''
      : `, but ${skippedWords(skippedFiles(skipped))} skipped for names that begin with '_' or '.'`;
  throw new Failure(EXIT.noInput, `${what} ${named}${but}; ${but === '' ? '' : 'rename them, or '}${allowance(merge)}`);
}

function allowance(hasMore: boolean): string {
  return hasMore ? '--allow-empty keeps what the output holds' : '--allow-empty publishes an empty output';
}

/** Throws with exit code 73 where the output is, holds or lies in an input. */
export function refuseOverlap(inputs: Inputs, output: string): void {
  const outputPath = realPath(output);
  for (const root of [...inputs.roots, ...inputs.links]) {
    const inputPath = realPath(root);
    const overlap = overlapOf(outputPath, inputPath);
    if (overlap !== null) {
      const advice = 'name another folder, or use --merge to add to a former output';
      throw new Failure(EXIT.cannotCreate, `the output '${output}' ${overlap} '${root}'; ${advice}`);
    }
  }
}

/** Throws with exit code 74 where records that outgrow the memory could not be written. */
export function refuseTemp(temp: string): void {
  try {
    fs.accessSync(path.join(temp, '.'), fs.constants.W_OK | fs.constants.X_OK);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new Failure(EXIT.io, `cannot use temporary folder '${temp}': ${code}; name another with --temp`, {
      cause: error,
    });
  }
}

/** Throws with exit code 73 where a reader of the output sees files that this kit did not write. */
export function refuseForeign(output: string, foreign: readonly string[]): void {
  if (foreign.length === 0) return;
  const files = counted(foreign.length, 'file');
  throw new Failure(
    EXIT.cannotCreate,
    `the output '${output}' holds ${files} that this kit did not write, the first is '${foreign[0]}'; ` +
      'name another folder, or move them aside with --overwrite',
  );
}

/** Throws with exit code 73 where a file cannot be moved aside, since reading its name has lost it. */
export function refuseNameless(output: string, foreign: readonly string[]): void {
  const nameless = foreign.find((name) => name.includes('\uFFFD'));
  if (nameless === undefined) return;
  throw new Failure(
    EXIT.cannotCreate,
    `${output} holds '${nameless}', whose name is not UTF-8 and cannot be kept: rename it`,
  );
}

/** Throws with exit code 73 where the former output is not all there, or was made by other rules. */
function refuseUnmergeable(output: string, previous: PreviousOutput, spec: SummarySpec): void {
  const { summary } = previous;
  if (summary === undefined) return;
  const problem = incompleteness(previous) ?? difference(summary, spec);
  if (problem === null) return;
  throw new Failure(EXIT.cannotCreate, `cannot merge into '${output}': ${problem}`);
}

/**
 * Throws with exit code 65 where a part of the former output, which was just read, is not the one that was written. `mapped`
 * are all that read.
 */
export function refuseDamaged(output: string, summary: Summary, mapped: readonly Mapped[]): void {
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
    throw new Failure(
      EXIT.badData,
      `cannot merge into '${output}': part '${name}' is damaged, its checksum is ${found}, ${crc32} in the summary; ` +
        'bring back what it was, or run again without --merge on all inputs',
    );
  }
}

/** Throws with exit code 65 where more of the new records are bad than was allowed; `merged` are those of the former output. */
export function refuseTooManyBad(limit: BadLimit, merged: number, mapped: readonly Mapped[], rejects: Rejects): void {
  if (limit === null) return;
  const lines = sum(mapped, (result) => result.lines - result.blank - result.headers) - merged;
  if (rejects.total <= mostBad(limit, lines)) return;
  const [first] = rejects.examples as [RejectExample];
  throw new Failure(
    EXIT.badData,
    `${rejects.total} of ${lines} records are bad, --max-bad-records allows ${badLimitText(limit)}; ` +
      `the first is in '${first.file}' at byte ${first.offset}: ${first.detail}`,
  );
}

/**
 * Throws where no new record was kept: with exit code 65 if lines were read, with 66 if there were none. `merged` are the
 * records of the former output, which can be merged with nothing new at all.
 */
export function refuseNothingKept(merged: number, counts: Counts, rejects: Rejects): void {
  const isNothingNewGood =
    counts.rejected > 0 && counts.lines - counts.blank - counts.headers - merged === counts.rejected;
  if (counts.kept > 0 && !isNothingNewGood) return;
  const allowed = allowance(merged > 0);
  if (counts.lines === 0) throw new Failure(EXIT.noInput, `no line in any input; ${allowed}`);
  const [first] = rejects.examples;
  const why = first ? `the first bad one is in '${first.file}' at byte ${first.offset}: ${first.detail}; ` : '';
  throw new Failure(
    EXIT.badData,
    `no record was kept of ${counted(counts.lines - merged, 'line')} (${counts.rejected} rejected, ` +
      `${counts.blank} blank, ${counted(counts.headers, 'header')}); ${why}${allowed}`,
  );
}

/** Where all inputs are empty, a former output still tells the header. */
export function headerOfMerge(request: ResolvedJob, previous: PreviousOutput, found: Header | null): Header | null {
  const former = previous.summary?.spec.header ?? null;
  if (!request.merge || !request.header || found !== null || former === null) return found;
  return { line: Buffer.from(former, 'latin1'), file: request.output };
}

/** The inputs, and the parts of the former output. Throws with exit code 73 where that cannot be merged. */
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
  const names = ['columns', 'key', 'orderBy', 'delimiter', 'header'] as const;
  // an output of empty inputs has no header line to differ
  const isHeaderless = summary.spec.header === null && summary.counts.kept === 0;
  const name = names.find((each) => {
    return !(each === 'header' && isHeaderless) && !isDeepStrictEqual(summary.spec[each], spec[each]);
  });
  if (name === undefined) return null;
  return `it was made with ${name} ${JSON.stringify(summary.spec[name])}, now it is ${JSON.stringify(spec[name])}`;
}

/** Also of what does not exist yet: the nearest folder that does decides. */
function realPath(name: string): string {
  if (isS3(name)) {
    const { bucket, key } = parseS3(name);
    return s3Url(bucket, key);
  }
  const full = path.resolve(name);
  try {
    return fs.realpathSync(full);
  } catch {
    const parent = path.dirname(full);
    return parent === full ? full : path.join(realPath(parent), path.basename(full));
  }
}
