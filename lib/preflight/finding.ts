import { EXIT } from '../../job/shared/exit';
import { Failure } from '../../job/shared/failure';

/**
 * The subject of a finding. The account may know better than the tables about `listing` (whether the tables know the
 * release and the types) and `offering` (whether the region has the types). `major` (the release's major version) is
 * the kit's own limit, which no account can change. Whether a bucket tells EventBridge (`events`) only the account knows.
 */
export type Subject =
  | 'listing'
  | 'offering'
  | 'major'
  | 'release'
  | 'architecture'
  | 'memory'
  | 'slots'
  | 'places'
  | 'events'
  | 'sizes'
  | 'lifetime';

/**
 * An `error` would fail the deployment. A `warning` may fail it, or costs more than it should. `unchecked` marks a
 * question that the tables cannot answer.
 */
export type Severity = 'error' | 'warning' | 'unchecked';

export interface Finding {
  readonly subject: Subject;
  readonly severity: Severity;
  /** One line: what is wrong, the value, what to change. */
  readonly message: string;
}

/** Makes findings of one subject. Each function returns a list of one finding, ready to be spread into others. */
export function findings(subject: Subject) {
  const of = (severity: Severity) => (message: string) => [{ subject, severity, message }] as const;
  return { error: of('error'), warning: of('warning'), unchecked: of('unchecked') };
}

/** Throws with exit code 64 and a line for each error. */
export function refuseErrors(found: readonly Finding[]): void {
  const errors = found.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new Failure(EXIT.usage, errors.map(({ message }) => message).join('\n'));
}
