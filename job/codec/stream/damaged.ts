import { EXIT } from '../../shared/exit';
import { Failure } from '../../shared/failure';

/** A packed file that is damaged or cut off. `near` is the offset in the stored file where this was met. */
export function damaged(path: string, near: number, what: string, options?: ErrorOptions): Failure {
  return new Failure(
    EXIT.badData,
    `cannot unpack '${path}': ${what} near byte ${near}; it is damaged or cut off: replace it, or take it out`,
    options,
  );
}
