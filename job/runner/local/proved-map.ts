/** Maps files in splits, and again where the records of the segments of a file did not meet. */

import type { InputFiles } from '../../store/input-files';
import { brokenFiles, filesUncut, segmentsUpTo } from '../chain';
import { findingFailure } from '../map-finding';
import { firstFinding, type MapResult } from '../results';
import { allSegments, cutSegments, planSplits, type Split } from '../splits';
import { SharedProgress } from './shared-progress';

/** One attempt to map. */
export interface MapPlan {
  readonly files: InputFiles;
  readonly splits: readonly Split[];
  readonly shared: SharedProgress;
}

/**
 * Maps with `map` until the results are proved, and returns the last attempt with its results. Throws the failure for a
 * bad record that ended the reading, if it and all records before it are proved.
 */
export async function mapProved(
  given: InputFiles,
  workers: number,
  map: (plan: MapPlan) => Promise<MapResult[]>,
): Promise<MapPlan & { readonly mapped: readonly MapResult[] }> {
  let files = given;
  for (let attempts = 1; ; attempts++) {
    const plan = { files, splits: planSplits(files.sizes, workers), shared: SharedProgress.for(workers) };
    const mapped = await map(plan);
    const finding = firstFinding(mapped);
    const cut = () => cutSegments(plan.files, plan.splits);
    // splits are taken in order, so everything before the first finding was read
    const read =
      finding === null
        ? cut()
        : segmentsUpTo(allSegments(plan.files, plan.splits), finding.example.file, finding.start);
    const broken = brokenFiles(
      read,
      mapped.flatMap((result) => result.segments),
    );
    if (broken.length > 0) files = filesUncut(files, broken, cut(), attempts);
    else if (finding !== null) throw findingFailure(finding);
    else return { ...plan, mapped };
  }
}
