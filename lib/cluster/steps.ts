/** The two steps: copy the job, run it. EMR's command-runner executes arguments as they stand, without a shell. Pure. */

import type { JobSettings, Settings } from '../settings';
import type { Step } from './definition';

/** What the steps are about. */
export interface StepSubjects {
  readonly region: string;
  readonly copyScriptUri: string;
  readonly jobUri: string;
  readonly nodeUri: string;
  /** Below the home folder of who runs the steps. */
  readonly folder: string;
  readonly inputs: readonly string[];
  readonly output: string;
}

export const COPY_STEP = 'copy job';
export const RUN_STEP = 'run dedup';

/** Another run on the same output, such as that of the cluster that this one replaces, may take so long. */
export const WAIT_LOCK_MINUTES = 30;

/** The whole script is here before any line of it runs. */
const FETCH_AND_START =
  'set -eu; script=$(mktemp); trap \'rm -f "$script"\' EXIT; ' +
  'aws s3 cp --only-show-errors "$1" "$script"; shift; bash "$script" "$@"';

/** The shell is there for the home folder, and gone when the job starts. */
const START_JOB = 'cd "$HOME/$1" && shift && exec bin/node job.js "$@"';

/** The first failing leaves nothing to run; the second is followed by whatever else was submitted. */
export function jobSteps(settings: Settings, subjects: StepSubjects): Step[] {
  const { copyScriptUri, jobUri, nodeUri, folder } = subjects;
  return [
    shellStep(COPY_STEP, 'CANCEL_AND_WAIT', subjects, FETCH_AND_START, [copyScriptUri, jobUri, nodeUri, folder]),
    shellStep(RUN_STEP, 'CONTINUE', subjects, START_JOB, [folder, 'yarn', ...jobArguments(settings, subjects)]),
  ];
}

/** What the job is, as options of `dedup yarn` and of `dedup run`. */
export function jobOptions(job: JobSettings): string[] {
  return [
    `--columns=${job.columns}`,
    `--key=${job.key}`,
    `--order-by=${job.orderBy}`,
    `--delimiter=${job.delimiter}`,
    ...(job.header ? ['--header'] : []),
    ...(job.headerNames === 'match' ? [] : [`--header-names=${job.headerNames}`]),
    `--bad-records=${job.badRecords}`,
    ...(job.maxBadRecords === null ? [] : [`--max-bad-records=${job.maxBadRecords}`]),
    ...(job.merge ? ['--merge'] : []),
    ...(job.allowEmpty ? ['--allow-empty'] : []),
    `--compress=${job.compress}`,
    ...(job.parts === null ? [] : [`--parts=${job.parts}`]),
    ...(job.maxRunTime === null ? [] : [`--max-run-time=${job.maxRunTime}`]),
  ];
}

/** What follows `dedup yarn`. Written with `=`, so that a value may begin with a dash. */
export function jobArguments(settings: Settings, { inputs, output }: StepSubjects): string[] {
  const { job, parallelism, containerMemoryMb, applicationMasterMemoryMb } = settings;
  return [
    ...inputs,
    `--output=${output}`,
    `--parallelism=${parallelism}`,
    `--container-memory=${containerMemoryMb}m`,
    `--application-master-memory=${applicationMasterMemoryMb}m`,
    ...jobOptions(job),
    '--if-empty=ok',
    `--wait-lock=${WAIT_LOCK_MINUTES}m`,
  ];
}

function shellStep(
  name: string,
  actionOnFailure: Step['ActionOnFailure'],
  { region }: StepSubjects,
  script: string,
  args: readonly string[],
): Step {
  // neither the job nor the AWS CLI of a step knows where it is
  const environment = ['env', `AWS_REGION=${region}`, `AWS_DEFAULT_REGION=${region}`];
  return {
    Name: name,
    ActionOnFailure: actionOnFailure,
    HadoopJarStep: { Jar: 'command-runner.jar', Args: [...environment, 'bash', '-c', script, name, ...args] },
  };
}
