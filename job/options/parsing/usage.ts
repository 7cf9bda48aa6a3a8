import { EXIT } from '../../shared/exit';
import { Failure } from '../../shared/failure';

/**
 * The failure for a command line that is not valid: one line that names the option, its value and the values that are
 * allowed.
 */
export function usage(message: string): Failure {
  return new Failure(EXIT.usage, message);
}
