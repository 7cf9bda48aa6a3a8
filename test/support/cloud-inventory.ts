/** Lists the resources in the account of the stand-in, for tests of the resources that a deployment leaves. */

import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Cloud, PYTHON } from './cloud';

/** A Python program lists them, because the SDK's clients are installed only for the services that the kit uses. */
const PROGRAM = join(__dirname, 'cloud-inventory.py');

/** `kind: name` of every resource, except those that every account has and those of `cdk bootstrap`. */
export async function inventory({ environment }: Cloud): Promise<string[]> {
  const { stdout } = await promisify(execFile)(PYTHON, [PROGRAM], { env: { ...process.env, ...environment } });
  return stdout
    .split('\n')
    .filter((line) => line !== '' && !/ (cdk-|CDKToolkit|\/cdk-bootstrap)/.test(line))
    .sort();
}
