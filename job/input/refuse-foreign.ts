import { codecOf } from '../codec/codecs';
import type { Format } from '../format/format';
import { EXIT } from '../shared/exit';
import { Failure } from '../shared/failure';
import type { InputFile } from '../store/place';
import { foreignFormat } from './foreign';
import { foreignByName } from './foreign-names';

/** Throws with exit code 65 where the end of a file's name says that it is no delimited text, even if it is empty. */
export function refuseByName(path: string): void {
  const foreign = foreignByName(path);
  if (foreign === null) return;
  throw new Failure(EXIT.badData, `by its name '${path}' is ${foreign.is}; ${foreign.remedy}`);
}

/**
 * Throws with exit code 65 where a file is recognized as no delimited text, whatever --bad-records says. `first` holds
 * the first bytes of the file, or of its unpacked content.
 */
export function refuseForeign(file: InputFile, first: Uint8Array, format: Pick<Format, 'separator'>): void {
  const { path } = file;
  const foreign = foreignFormat(first, path, format.separator);
  if (foreign === null) return;
  const { is, remedy } = foreign;
  const isPacked = !codecOf(file).isSplittable;
  throw new Failure(
    EXIT.badData,
    isPacked ? `what '${path}' unpacks to is ${is}; unpack it first, then ${remedy}` : `'${path}' is ${is}; ${remedy}`,
  );
}
