import fs from 'node:fs';
import { EXIT } from '../../shared/exit';
import { Failure } from '../../shared/failure';
import { reasonOf } from '../../store/io-failure';

/** Throws with exit code 74 where spills could not be written to the temporary folder. */
export function refuseTemp(temp: string): void {
  const failure = (problem: string, cause?: unknown) =>
    new Failure(EXIT.io, `cannot use temporary folder '${temp}': ${problem}; name another with --temp`, { cause });
  let isFolder: boolean;
  try {
    isFolder = fs.statSync(temp).isDirectory();
    fs.accessSync(temp, fs.constants.W_OK | (isFolder ? fs.constants.X_OK : 0));
  } catch (error) {
    throw failure(reasonOf(error), error);
  }
  if (!isFolder) throw failure('it is no folder');
}
