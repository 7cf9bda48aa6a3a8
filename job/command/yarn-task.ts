/** `dedup map` and `dedup reduce`: the edge where a task meets its container. */

import fs from 'node:fs';
import { badRecordFailure } from '../output/reject';
import { openOutput } from '../place/open-output';
import { Thread } from '../runner/local/thread';
import { CLASS_DATA_COUNTER, isUsed } from '../runner/yarn/class-data';
import {
  ATTEMPT_VARIABLE,
  COUNTER_GROUP,
  type Finding,
  JOB_FILE,
  LAST_WORDS_FOLDER,
  type LastWords,
  type MapInput,
  PARTITION_VARIABLE,
  TOKEN_FILE_VARIABLE,
  type YarnJob,
} from '../runner/yarn/contract';
import { mapTask } from '../runner/yarn/map-task';
import { readerOf, readToEnd, writerOf } from '../runner/yarn/pipe';
import { reduceTask } from '../runner/yarn/reduce-task';
import { type Container, headerOf, memoryFor } from '../runner/yarn/task';
import { type Variables, variablesIn } from '../runner/yarn/variables';
import { EXIT } from '../shared/exit';
import { exitCodeOf, Failure, messageOf } from '../shared/failure';
import { tellLine } from '../shared/standard-error';
import type { InputFile } from '../store/place';

/** `dedup map`: one line of the manifest on standard input, frames on standard output. */
export function mapCommand(): Promise<void> {
  return runTask(async (job, container) => {
    const input = manifestLine(await readToEnd(container.read));
    const finding = await mapTask(job, input, container);
    const files = input.splits.flatMap(({ segments }) => segments.map(({ file }) => file));
    return finding === null ? null : { finding, files };
  });
}

/** `dedup reduce`: frames on standard input, one line of JSON for each part on standard output. */
export function reduceCommand(): Promise<void> {
  return runTask(async (job, container) => {
    for (const token of await reduceTask(job, reduceOf(job), container)) {
      await container.write(Buffer.from(`${JSON.stringify(token)}\n`));
    }
    return null;
  });
}

/** A bad record that ended a task, and the files that the task read. */
interface Ended {
  readonly finding: Finding;
  readonly files: readonly InputFile[];
}

/** The work of a task. It resolves to null where no bad record ended it. */
type Work = (job: YarnJob, container: Container) => Promise<Ended | null>;

async function runTask(work: Work): Promise<void> {
  const attempt = variable(ATTEMPT_VARIABLE);
  // the variables are set before any code asks for credentials, a region or an endpoint
  Object.assign(process.env, variablesOfJob());
  const job = readJob();
  if (isUsed()) tellLine(`reporter:counter:${COUNTER_GROUP},${CLASS_DATA_COUNTER},1`);
  const store = openOutput(job.output);
  let finding: Finding | null = null;
  try {
    const temp = { path: process.cwd(), remedy: 'give the tasks more memory, or the nodes more disk' };
    const pipes = { read: readerOf(0), write: writerOf(1) };
    const ended = await work(job, { attempt, temp, memoryFor, startWorkers, ...pipes });
    if (ended !== null) {
      finding = ended.finding;
      throw await badRecord(ended, job);
    }
  } catch (error) {
    const words: LastWords = { attempt, exitCode: exitCodeOf(error), message: messageOf(error), finding };
    // the error that ended the task says more than a failure to store it
    await store.stage(job.run, `${LAST_WORDS_FOLDER}/${attempt}.json`, JSON.stringify(words)).catch(() => {});
    throw error;
  }
}

function startWorkers(count: number): Thread[] {
  return Array.from({ length: count }, () => new Thread('give the tasks fewer --slots'));
}

/** The failure for a bad record, with its likely cause, which the log of the container shows too. */
async function badRecord({ finding, files }: Ended, job: YarnJob): Promise<Failure> {
  const { explained } = await import('../diagnosis/explain');
  const header = headerOf(job);
  return explained(badRecordFailure(finding.example), files, { spec: job.spec, hasHeader: header !== null, header });
}

function readJob(): YarnJob {
  try {
    return JSON.parse(fs.readFileSync(JOB_FILE, 'utf8'));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new Failure(
      EXIT.usage,
      `cannot read '${JOB_FILE}' in the task's folder: ${code ?? message}; dedup yarn puts it there`,
    );
  }
}

/** The variables of the job; none where YARN did not start this process. */
function variablesOfJob(): Variables {
  const file = process.env[TOKEN_FILE_VARIABLE];
  if (file === undefined) return {};
  try {
    return variablesIn(fs.readFileSync(file));
  } catch (error) {
    if (error instanceof Failure) throw error;
    const { code } = error as NodeJS.ErrnoException;
    throw new Failure(EXIT.io, `cannot read the container's tokens in '${file}': ${code}`, { cause: error });
  }
}

function manifestLine(bytes: Buffer): MapInput {
  const lines = bytes.toString().split('\n').filter(Boolean);
  if (lines.length !== 1) {
    throw new Failure(EXIT.usage, `${lines.length} lines on standard input, expected one of the manifest`);
  }
  try {
    return JSON.parse(lines[0] as string);
  } catch (error) {
    throw new Failure(EXIT.usage, `standard input is no line of the manifest: ${(error as Error).message}`);
  }
}

function reduceOf({ reduces }: YarnJob): number {
  const text = variable(PARTITION_VARIABLE);
  const reduce = /^\d+$/.test(text) ? Number(text) : reduces;
  if (reduce < reduces) return reduce;
  throw new Failure(EXIT.usage, `${PARTITION_VARIABLE} is '${text}', expected a number from 0 to ${reduces - 1}`);
}

function variable(name: string): string {
  const value = process.env[name];
  if (value) return value;
  throw new Failure(EXIT.usage, `${name} is not set: only Hadoop Streaming starts this command`);
}
