/** Maps files in splits, and again where the records of the segments of a file did not meet. */

import type { InputFile } from '../../store/place';
import { brokenFiles, filesUncut, segmentsUpTo } from '../chain';
import { findingFailure } from '../map-finding';
import { firstFinding, type MapResult } from '../results';
import { allSegments, planSplits, type Split } from '../splits';
import { SharedProgress } from './shared-progress';

/** One attempt to map. */
export interface MapPlan {
  readonly files: readonly InputFile[];
  readonly splits: readonly Split[];
  readonly shared: SharedProgress;
}

/**
 * Maps with `map` until the results are proved, and returns the last attempt with its results. Throws the failure for a
 * bad record that ended the reading, if it and all records before it are proved.
 */
export async function mapProved(
  given: readonly InputFile[],
  workers: number,
  map: (plan: MapPlan) => Promise<MapResult[]>,
): Promise<MapPlan & { readonly mapped: readonly MapResult[] }> {
  let files = given;
  for (let attempts = 1; ; attempts++) {
    const plan = { files, splits: planSplits(files, workers), shared: SharedProgress.for(workers) };
    const mapped = await map(plan);
    const finding = firstFinding(mapped);
    const planned = () => allSegments(plan.files, plan.splits);
    // splits are taken in order, so everything before the first finding was read
    const read = finding === null ? planned() : segmentsUpTo(planned(), finding.example.file, finding.start);
    const broken = brokenFiles(
      read,
      mapped.flatMap((result) => result.segments),
    );
    if (broken.length > 0) files = filesUncut(files, broken, planned(), attempts);
    else if (finding !== null) throw findingFailure(finding);
    else return { ...plan, mapped };
  }
}
