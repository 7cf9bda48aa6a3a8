/** `npm run gate`: the command line and the files around a gate. */

import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { EXIT } from '../../../job/shared/exit';
import { exitCodeOf, Failure, messageOf } from '../../../job/shared/failure';
import { newRunId } from '../../../job/shared/run-id';
import { clusterStackName } from '../../deployment/outputs';
import { contextOf } from '../../settings/directory';
import { readSettings } from '../../settings/read';
import { gatePlace, objectReader, uploadFolder } from './aws';
import { Commands } from './commands';
import { type GateEffects, GateFailure, type GateRequest, runGate } from './gate';

const ROOT = path.resolve(__dirname, '../../..');
const DEFAULT_SAMPLE = 'assets/sample';
const HELP = `Usage: npm run gate [-- -c key=value] [--sample <folder>]

Tries what is deployed: runs a sample here and on a cluster of its own, and compares what both publish.

  -c, --context <key=value>  a setting in the place of that in cdk.json, as often as needed
  --sample <folder>          records to run (default: the sample of pipeline in cdk.json, else ${DEFAULT_SAMPLE})

It needs a deployment with pipeline set in cdk.json ('npx cdk deploy --all'); a region of AWS and credentials that may do
what the gate's role may (output GateRole of the cluster's stack); and records that have the deployment's columns. It takes
some fifteen minutes of a cluster, which are paid for.
`;

/** Returns the exit code. */
export async function gateProgram(argv: readonly string[]): Promise<number> {
  if (argv.includes('--help')) {
    process.stdout.write(HELP);
    return EXIT.done;
  }
  const scratch = mkdtempSync(path.join(tmpdir(), 'dedup-gate-'));
  const commands = new Commands(ROOT);
  try {
    await runGate(requestOf(argv, ROOT, new Date()), effectsIn(scratch, commands));
    return EXIT.done;
  } catch (error) {
    if (process.env.DEBUG) console.error(error);
    console.error(`gate: ${error instanceof GateFailure ? error.message : messageOf(error)}`);
    return error instanceof GateFailure ? error.exitCode : exitCodeOf(error);
  } finally {
    commands.close();
    rmSync(scratch, { recursive: true });
  }
}

/**
 * Describes the deployment of `cdk.json`, with the overrides of `-c`, in the syntax of `cdk`. Throws with exit code 64.
 */
export function requestOf(argv: readonly string[], folder: string, now: Date): GateRequest {
  const { context, sample } = parsed(argv);
  const { name, job, pipeline } = readSettings(contextOf(folder, context), {});
  const ofPipeline = pipeline === null ? DEFAULT_SAMPLE : pipeline.sample;
  const named = sample === undefined ? ofPipeline : sample;
  return { stack: clusterStackName(name), sample: named, job, run: newRunId(now) };
}

function parsed(argv: readonly string[]): { readonly context: readonly string[]; readonly sample: string | undefined } {
  try {
    const { values } = parseArgs({
      args: [...argv],
      options: { context: { type: 'string', short: 'c', multiple: true, default: [] }, sample: { type: 'string' } },
    });
    return { context: values.context, sample: values.sample };
  } catch (error) {
    const what = (error as Error).message.replace(/\.? .*$/s, (rest) => rest.split('. ')[0] as string);
    throw new Failure(EXIT.usage, `${what}: expected -c key=value, or --sample <folder>`, { cause: error });
  }
}

function effectsIn(scratch: string, commands: Commands): GateEffects {
  return {
    scratch,
    dedup: (words, whenSignalled) => commands.run(words, whenSignalled),
    throwIfInterrupted: () => commands.throwIfInterrupted(),
    placeOf: gatePlace,
    upload: uploadFolder,
    reader: (location) =>
      location.startsWith('s3://') ? objectReader(location) : (name) => readFile(path.join(location, name)),
    tell: (line) => console.error(line),
  };
}
