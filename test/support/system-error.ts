import { constants } from 'node:os';

/** What Node throws for the system. */
export function systemError(code: keyof typeof constants.errno): Error {
  return Object.assign(new Error(`${code}: in the system's words`), { code, errno: -constants.errno[code] });
}
