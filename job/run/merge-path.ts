/**
 * Decides how a run reads the output that it merges with. Either the parts are inputs like all others; or they are read
 * while the parts of the run are written: only the records around the new ones are looked at, and all other bytes are
 * copied. Pure.
 */

import { isDeepStrictEqual } from 'node:util';
import { codecOf } from '../codec/codecs';
import { MERGE_BYTES_PER_WORKER, MIN_MEMORY_BYTES_PER_WORKER } from '../kernel/layout';
import type { StoredPart } from '../runner/former-file';
import type { FormerPart } from '../runner/part-merge';
import type { Runner } from '../runner/runner';
import { deletesName, partName } from '../shared/output-files';
import type { InputFile } from '../store/place';
import type { CompressName, Summary, SummarySpec } from '../summary/summary';

/** The parts that are merged with those of the run; or the reason why they are inputs. */
export type MergePath =
  | { readonly kind: 'parts'; readonly former: readonly FormerPart[] }
  | { readonly kind: 'inputs'; readonly reason: string };

/** The facts of a run that decide. */
export interface MergeFacts {
  readonly spec: SummarySpec;
  readonly compress: CompressName;
  readonly mergesParts: Runner['mergesParts'];
}

/**
 * @param summary of the former output, into which the run can merge
 * @param files of the former output, by their names
 */
export function mergePath(summary: Summary, files: ReadonlyMap<string, InputFile>, facts: MergeFacts): MergePath {
  const reason = inputsReason(summary, files, facts);
  if (reason !== null) return { kind: 'inputs', reason };
  const stored = (name: string): StoredPart | null => {
    const file = files.get(name);
    return file === undefined ? null : { name, file };
  };
  const former = summary.output.parts.map(({ name }) => ({
    alive: stored(name) as StoredPart,
    deleted: stored(deletesName(name)),
  }));
  return { kind: 'parts', former };
}

function inputsReason(
  { spec: former, output, run }: Summary,
  files: ReadonlyMap<string, InputFile>,
  { spec, compress, mergesParts }: MergeFacts,
): string | null {
  if (mergesParts === null) return 'the tasks of a cluster are handed blocks of lines, and read no parts';
  const { parts, memoryBytes, threads } = mergesParts;
  if (memoryBytes < threads * (MIN_MEMORY_BYTES_PER_WORKER + MERGE_BYTES_PER_WORKER)) return 'the memory is too small';
  if (compress !== 'none' || [...files.values()].some((file) => !codecOf(file).isSplittable)) return 'parts are packed';
  if (output.parts.length !== parts) return `it has ${output.parts.length} parts, and the run makes ${parts}`;
  if (output.parts.some(({ name }, part) => name !== partName(part, run))) return 'it lacks a part';
  if (spec.quote !== null || spec.escape !== null) return 'a record may have several lines';
  if (!isDeepStrictEqual(former.header, spec.header)) return 'its parts begin with another header';
  if (!isDeepStrictEqual(former.deleteWhen, spec.deleteWhen)) return 'some of its records may be deletes now';
  return null;
}
