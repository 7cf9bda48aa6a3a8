/** The context that the CDK CLI would give the app of a folder. An edge: reads files. */

import fs from 'node:fs';
import path from 'node:path';
import { EXIT } from '../../job/shared/exit';
import { Failure } from '../../job/shared/failure';
import type { Context } from './read';

/**
 * Of `cdk.json`, with `key=value` of the command line before it and what the CLI looked up (`cdk.context.json`) behind it.
 * Throws with exit code 66 where there is no `cdk.json`, with 64 for one that is no JSON and for an assignment without '='.
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

/** Null where there is no such file. */
function readJson(file: string): Context | null {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    const { message } = error as Error;
    throw new Failure(EXIT.usage, `cannot read '${file}': ${message.replace(/\s*\n\s*/g, ' ')}`, { cause: error });
  }
}

function objectIn(json: Context, key: string): Context {
  const value = json[key];
  return typeof value === 'object' && value !== null ? (value as Context) : {};
}
