/** Reads the JSON that `dedup submit --json` printed, for a command that waits for its run. */

import { readFileSync } from 'node:fs';
import { usage } from '../../../job/options/parsing/usage';
import { EXIT } from '../../../job/shared/exit';
import { Failure } from '../../../job/shared/failure';

/** The run of a submission. */
export interface SubmittedRun {
  readonly cluster: string;
  /** Null where only the run's cluster is known. */
  readonly step: string | null;
  readonly region: string;
}

export function readSubmitted(file: string): SubmittedRun {
  try {
    return submittedIn(file, readFileSync(file, 'utf8'));
  } catch (error) {
    if (error instanceof Failure) throw error;
    const { code } = error as NodeJS.ErrnoException;
    throw new Failure(EXIT.noInput, `cannot read '${file}': ${code}; 'dedup submit --json > ${file}' writes it`, {
      cause: error,
    });
  }
}

/**
 * Throws where the text names no run to wait for. A failed submission prints nothing, and one with a lost answer prints
 * that its outcome is unknown.
 */
export function submittedIn(file: string, text: string): SubmittedRun {
  if (text.trim() === '') throw usage(`'${file}' is empty: the submission has failed`);
  const { run, cluster, step, region } = parsed(text);
  if (typeof run !== 'string' || typeof region !== 'string' || cluster === undefined || step === undefined) {
    throw usage(`'${file}' is not what 'dedup submit --json' prints`);
  }
  if (typeof cluster === 'string') return { cluster, step: typeof step === 'string' ? step : null, region };
  throw new Failure(
    EXIT.underWay,
    `'${file}' does not tell whether run ${run} was submitted: 'dedup submit --run-id ${run}' with the same inputs and ` +
      'options looks for it',
  );
}

function parsed(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value as Readonly<Record<string, unknown>>;
  } catch {
    // Text that is not JSON gets the same message as JSON of another shape.
  }
  return {};
}
