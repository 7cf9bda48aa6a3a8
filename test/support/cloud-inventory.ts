/** What there is in the account of the stand-in: for tests of what a deployment leaves. */

import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Cloud, PYTHON } from './cloud';

/** The AWS CLI's library knows every service; the SDK's clients are installed for those that the kit uses. */
const PROGRAM = join(__dirname, 'cloud-inventory.py');

/** `kind: name` of everything but what every account has, and what the CDK CLI's bootstrap made. */
export async function inventory({ environment }: Cloud): Promise<string[]> {
  const { stdout } = await promisify(execFile)(PYTHON, [PROGRAM], { env: { ...process.env, ...environment } });
  return stdout
    .split('\n')
    .filter((line) => line !== '' && !/ (cdk-|CDKToolkit|\/cdk-bootstrap)/.test(line))
    .sort();
}
