import fs from 'node:fs';
import path from 'node:path';
import { EXIT } from '../../shared/exit';
import { Failure } from '../../shared/failure';

/** Throws with exit code 74 where records that outgrow the memory could not be written. */
export function refuseTemp(temp: string): void {
  try {
    fs.accessSync(path.join(temp, '.'), fs.constants.W_OK | fs.constants.X_OK);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new Failure(EXIT.io, `cannot use temporary folder '${temp}': ${code}; name another with --temp`, {
      cause: error,
    });
  }
}
