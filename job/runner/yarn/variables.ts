/**
 * The variables of a job's tasks. They travel as a secret of the job: Hadoop shows a secret on no page, keeps it in no
 * node's cache, and removes it from the nodes together with the application. Hadoop's client reads the secret from a JSON
 * file. A container has all secrets and tokens in one file, in the format of Hadoop's `Credentials`:
 *
 *     "HDTS" | u8 0 | vint tokens | token … | vint secrets | secret …
 *     token:   bytes alias | bytes identifier | bytes password | bytes kind | bytes service
 *     secret:  bytes alias | bytes value                                      (bytes: vint length, then that many bytes)
 */

import { EXIT } from '../../shared/exit';
import { Failure } from '../../shared/failure';

export type Variables = Readonly<Record<string, string>>;

const ALIAS = 'dedup.variables';
const MAGIC = 'HDTS\0';
const FIELDS_OF_TOKEN = 5;

/** The content of the JSON file for Hadoop's client. */
export function secretsOf(variables: Variables): string {
  return JSON.stringify({ [ALIAS]: JSON.stringify(variables) });
}

/**
 * Reads the variables from a container's file. Throws with exit code 70 where the file has another format, or no secret
 * of this kit.
 */
export function variablesIn(file: Buffer): Variables {
  const value = secretIn(new Cursor(file));
  if (value === null) throw foreign(`it has no secret '${ALIAS}'`);
  try {
    return JSON.parse(value.toString());
  } catch {
    throw foreign(`its secret '${ALIAS}' is no JSON`);
  }
}

function secretIn(cursor: Cursor): Buffer | null {
  if (cursor.take(MAGIC.length).toString('latin1') !== MAGIC)
    throw foreign("it does not begin with 'HDTS' and version 0");
  for (let tokens = cursor.number(); tokens > 0; tokens--) {
    for (let field = 0; field < FIELDS_OF_TOKEN; field++) cursor.bytes();
  }
  for (let secrets = cursor.number(); secrets > 0; secrets--) {
    const alias = cursor.bytes().toString();
    const value = cursor.bytes();
    if (alias === ALIAS) return value;
  }
  return null;
}

class Cursor {
  private at = 0;

  constructor(private readonly file: Buffer) {}

  take(bytes: number): Buffer {
    if (bytes < 0 || this.at + bytes > this.file.length) throw foreign(`it ends at byte ${this.file.length}`);
    this.at += bytes;
    return this.file.subarray(this.at - bytes, this.at);
  }

  bytes(): Buffer {
    return this.take(this.number());
  }

  /**
   * Reads a vint. A first byte up to 127 is the number itself, else it tells how many bytes follow. No length is
   * negative.
   */
  number(): number {
    const first = this.take(1).readInt8();
    if (first >= 0) return first;
    const bytes = -112 - first;
    if (bytes < 1 || bytes > 4) throw foreign(`it has no length at byte ${this.at - 1}`);
    return this.take(bytes).readUIntBE(0, bytes);
  }
}

function foreign(why: string): Failure {
  return new Failure(EXIT.software, `the container's file of tokens cannot be understood: ${why}; please report this`);
}
