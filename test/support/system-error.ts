import { constants } from 'node:os';

/** An error as Node throws it for a failed system call. */
export function systemError(code: keyof typeof constants.errno): Error {
  return Object.assign(new Error(`${code}: in the system's words`), { code, errno: -constants.errno[code] });
}
