import { codecOf } from '../codec/codecs';
import type { Format } from '../format/format';
import { EXIT } from '../shared/exit';
import { Failure } from '../shared/failure';
import type { InputFile } from '../store/place';
import { foreignFormat } from './foreign';

/**
 * Throws with exit code 65 where a file is recognized as no delimited text, whatever --bad-records says. `first` holds
 * the first bytes of the file, or of its unpacked content.
 */
export function refuseForeign(file: InputFile, first: Uint8Array, format: Pick<Format, 'separator'>): void {
  const { path } = file;
  const foreign = foreignFormat(first, path, format.separator);
  if (foreign === null) return;
  const { is, remedy } = foreign;
  const isPacked = codecOf(file).magic !== null;
  throw new Failure(
    EXIT.badData,
    isPacked ? `what '${path}' unpacks to is ${is}; unpack it first, then ${remedy}` : `'${path}' is ${is}; ${remedy}`,
  );
}
