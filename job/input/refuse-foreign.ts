import type { Spec } from '../options/spec';
import { isGzip } from '../runner/splits';
import { EXIT } from '../shared/exit';
import { Failure } from '../shared/failure';
import { foreignFormat } from './foreign';
import type { InputFile } from './list';

/**
 * Throws with exit code 65 where a file is known to be no text, whatever is done with bad records. `first` are its first
 * bytes; of a gzip file, those of what it unpacks to.
 */
export function refuseForeign({ path }: InputFile, first: Uint8Array, { delimiter }: Spec): void {
  const foreign = foreignFormat(first, path, delimiter);
  if (foreign === null) return;
  const { is, remedy } = foreign;
  throw new Failure(
    EXIT.badData,
    isGzip(path)
      ? `what '${path}' unpacks to is ${is}; unpack it first, then ${remedy}`
      : `'${path}' is ${is}; ${remedy}`,
  );
}
