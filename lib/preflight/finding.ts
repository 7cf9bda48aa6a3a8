import { EXIT } from '../../job/shared/exit';
import { Failure } from '../../job/shared/failure';

/**
 * What a finding is about. Of `listing` (whether the tables know release and types) and `offering` (whether the region
 * has them) an account may know better; of `major` (the release's) nobody does.
 */
export type Subject =
  | 'listing'
  | 'offering'
  | 'major'
  | 'release'
  | 'architecture'
  | 'memory'
  | 'places'
  | 'sizes'
  | 'lifetime';

/** An error would fail, a warning may or costs more than it should, `unchecked` is what the tables cannot say. */
export type Severity = 'error' | 'warning' | 'unchecked';

export interface Finding {
  readonly subject: Subject;
  readonly severity: Severity;
  /** One line: what is wrong, the value, what to change. */
  readonly message: string;
}

/** The findings of one subject, one after the other. */
export function findings(subject: Subject) {
  const of = (severity: Severity) => (message: string) => [{ subject, severity, message }] as const;
  return { error: of('error'), warning: of('warning'), unchecked: of('unchecked') };
}

/** Throws with exit code 64 and a line for each error. */
export function refuseErrors(found: readonly Finding[]): void {
  const errors = found.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new Failure(EXIT.usage, errors.map(({ message }) => message).join('\n'));
}
