/**
 * Checks that a run that EMR reports as completed has really published, and that it meets the conditions of `dedup
 * wait`. Pure.
 */

import { type BadLimit, badLimitText, mostBad } from '../../../job/options/parsing/bad-limit';
import type { Published } from '../../../job/remote/published';
import { EXIT } from '../../../job/shared/exit';
import { Failure } from '../../../job/shared/failure';
import { SUCCESS_FILE, SUMMARY_FILE } from '../../../job/shared/output-files';
import { locationBelow } from '../../../job/shared/s3-location';
import { isBalanced, recordsAmong } from '../../../job/summary/books';
import type { Summary } from '../../../job/summary/summary';
import type { StepFacts } from '../cluster/cluster-facts';

export interface Conditions {
  readonly maxRejected: BadLimit;
  readonly minKept: number | null;
  readonly minLines: number | null;
}

/** A completed step and the name of its run; null where the run chose its own name. */
export interface Ran {
  readonly run: string | null;
  readonly step: StepFacts;
  /** Whether the run has `--new-only`, so that it publishes nothing where the output has all files. */
  readonly newOnly: boolean;
}

export interface Accepted {
  readonly summary: Summary;
  /** Whether the step's run found nothing new, so that the output is still the one that an earlier run has published. */
  readonly nothingNew: boolean;
}

/**
 * Returns the summary of the step's run, or of the output that had nothing to gain from it. Throws a Failure where the
 * run did not publish, or did not meet the conditions.
 */
export function acceptRun(published: Published, ran: Ran, conditions: Conditions): Accepted {
  const { summary, nothingNew } = foundSummary(published, ran);
  const { output } = published;
  if (!published.hasSuccess) {
    throw new Failure(
      EXIT.software,
      `step ${ran.step.id} completed, but '${output}' has no ${SUCCESS_FILE}: run again`,
    );
  }
  if (!isBalanced(summary.counts)) {
    throw new Failure(
      EXIT.software,
      `the counts of run ${summary.run} do not balance: see ${locationBelow(output, SUMMARY_FILE)}, and report it`,
    );
  }
  refuseConditions(summary, conditions);
  return { summary, nothingNew };
}

function foundSummary({ output, summary }: Published, { run, step, newOnly }: Ran): Accepted {
  if (summary !== null && isOf(summary, run, step)) return { summary, nothingNew: false };
  if (summary !== null && step.ended !== null && Date.parse(summary.startedAt) >= step.ended.getTime()) {
    throw new Failure(
      EXIT.cannotCreate,
      `step ${step.id} completed, but '${output}' has been replaced since by run ${summary.run}: the summary of its own run is gone`,
    );
  }
  if (summary !== null && newOnly) return { summary, nothingNew: true };
  const holds = summary === null ? 'holds no summary' : `is still of run ${summary.run}`;
  throw new Failure(
    EXIT.noInput,
    `step ${step.id} completed, but it published nothing: '${output}' ${holds}; with --if-empty ok a run without input publishes nothing`,
  );
}

/** A run that chose its own name is recognised by its start, which lies within the step's time. */
function isOf({ run, startedAt }: Summary, name: string | null, { started, ended }: StepFacts): boolean {
  if (name !== null) return run === name;
  const startMs = Date.parse(startedAt);
  return (started === null || startMs >= started.getTime()) && (ended === null || startMs <= ended.getTime());
}

function refuseConditions({ run, counts }: Summary, { maxRejected, minKept, minLines }: Conditions): void {
  const records = recordsAmong(counts);
  if (maxRejected !== null && counts.rejected > mostBad(maxRejected, records)) {
    const allowed = badLimitText(maxRejected);
    throw bad(`run ${run} rejected ${counts.rejected} of ${records} records, --max-rejected allows ${allowed}`);
  }
  if (minKept !== null && counts.kept < minKept) {
    throw bad(`run ${run} kept ${counts.kept} records, --min-kept asks for ${minKept}`);
  }
  if (minLines !== null && counts.lines < minLines) {
    throw bad(`run ${run} read ${counts.lines} lines, --min-lines asks for ${minLines}`);
  }
}

function bad(message: string): Failure {
  return new Failure(EXIT.badData, message);
}
