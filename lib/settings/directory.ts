/** The context that the CDK CLI would give to the app in a folder. An edge: it reads files. */

import fs from 'node:fs';
import path from 'node:path';
import { EXIT } from '../../job/shared/exit';
import { Failure } from '../../job/shared/failure';
import { oneLine } from '../../job/shared/one-line';
import type { Context } from './read';

/**
 * Reads the context of `cdk.json`. Assignments (`key=value`) of the command line take precedence over it, and values
 * that the CLI has looked up (`cdk.context.json`) come last. Throws with exit code 66 where there is no `cdk.json`, and
 * with 64 for a file that is not JSON and for an assignment without '='.
 */
export function contextOf(folder: string, assignments: readonly string[]): Context {
  const app = readJson(path.join(folder, 'cdk.json'));
  if (app === null) {
    throw new Failure(
      EXIT.noInput,
      `no cdk.json in '${folder}': run this in the clone of the kit that 'cdk deploy' is run in`,
    );
  }
  const lookedUp = readJson(path.join(folder, 'cdk.context.json'));
  return { ...lookedUp, ...objectIn(app, 'context'), ...Object.fromEntries(assignments.map(assigned)) };
}

function assigned(assignment: string): [string, string] {
  const equals = assignment.indexOf('=');
  if (equals < 1) throw new Failure(EXIT.usage, `'${assignment}' sets nothing, expected key=value`);
  return [assignment.slice(0, equals), assignment.slice(equals + 1)];
}

/** Returns null where there is no such file. */
function readJson(file: string): Context | null {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    const { message } = error as Error;
    throw new Failure(EXIT.usage, `cannot read '${file}': ${oneLine(message)}`, { cause: error });
  }
}

function objectIn(json: Context, key: string): Context {
  const value = json[key];
  return typeof value === 'object' && value !== null ? (value as Context) : {};
}
