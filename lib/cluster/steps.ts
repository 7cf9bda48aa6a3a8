/** The two steps: copy the job, run it. EMR's command-runner executes arguments as they stand, without a shell. Pure. */

import { optionText, SETTING_OPTIONS, type SettingValues } from '../../job/options/setting-options';
import { flagOf } from '../../job/options/table/option-table';
import type { Settings } from '../settings/settings';

/** A step in the shape of EMR's `StepConfig`. */
export interface Step {
  readonly Name: string;
  readonly ActionOnFailure: 'CANCEL_AND_WAIT' | 'CONTINUE' | 'TERMINATE_CLUSTER';
  readonly HadoopJarStep: { readonly Jar: string; readonly Args: readonly string[] };
}

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

/** The settings as options of `dedup yarn`; those of the job alone are options of `dedup run` too. */
export function jobOptions(values: Partial<SettingValues>): string[] {
  return SETTING_OPTIONS.flatMap((option) => {
    const value = values[option.setting];
    const text = value === undefined || value === null ? false : optionText(option, value);
    if (typeof text === 'string') return [`${flagOf(option.name)}=${text}`];
    return text ? [flagOf(option.name)] : [];
  });
}

/** What follows `dedup yarn`. Written with `=`, so that a value may begin with a dash. */
export function jobArguments(settings: Settings, { inputs, output }: StepSubjects): string[] {
  return [
    ...inputs,
    `--output=${output}`,
    ...jobOptions({ ...settings, ...settings.job }),
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
