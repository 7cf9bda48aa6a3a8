/**
 * The two steps of a cluster: the first copies the job, the second runs it. EMR's command-runner passes arguments on
 * unchanged, without a shell. Pure.
 */

import { optionText, SETTING_OPTIONS, type SettingValues } from '../../job/options/setting-options';
import { flagOf } from '../../job/options/table/option-table';
import type { Settings } from '../settings/settings';

/** A step in the shape of EMR's `StepConfig`. */
export interface Step {
  readonly Name: string;
  readonly ActionOnFailure: 'CANCEL_AND_WAIT' | 'CONTINUE' | 'TERMINATE_CLUSTER';
  readonly HadoopJarStep: { readonly Jar: string; readonly Args: readonly string[] };
}

/** The places and files that the steps refer to. */
export interface StepSubjects {
  readonly region: string;
  readonly copyScriptUri: string;
  readonly jobUri: string;
  readonly nodeUri: string;
  /** Folder of the job, relative to the home folder of the user that runs the steps. */
  readonly folder: string;
  readonly inputs: readonly string[];
  readonly output: string;
}

export const COPY_STEP = 'copy job';
export const RUN_STEP = 'run dedup';

/**
 * How long a run waits for the output's lease. Another run may hold it, such as the last run of the cluster that this
 * cluster replaces.
 */
export const WAIT_LOCK_MINUTES = 30;

/** The script is downloaded as a whole before its first line runs. */
const FETCH_AND_START =
  'set -eu; script=$(mktemp); trap \'rm -f "$script"\' EXIT; ' +
  'aws s3 cp --only-show-errors "$1" "$script"; shift; bash "$script" "$@"';

/**
 * The shell only expands the home folder, and looks whether the copy step's class data is complete by now; `exec` replaces
 * the shell by the job.
 */
const START_JOB =
  'cd "$HOME/$1" && shift && if [ -d class-data ]; then set -- "$@" --class-data=class-data; fi && exec bin/node job.js "$@"';

/**
 * If the copy step fails, the steps behind it are cancelled, because there is no job to run. If the run fails, steps
 * that were submitted later still run.
 */
export function jobSteps(settings: Settings, subjects: StepSubjects): Step[] {
  const { copyScriptUri, jobUri, nodeUri, folder } = subjects;
  return [
    shellStep(COPY_STEP, 'CANCEL_AND_WAIT', subjects, FETCH_AND_START, [copyScriptUri, jobUri, nodeUri, folder]),
    shellStep(RUN_STEP, 'CONTINUE', subjects, START_JOB, [folder, 'yarn', ...jobArguments(settings, subjects)]),
  ];
}

/** The settings as options of `dedup yarn`. Those of `JobSettings` are options of `dedup run` too. */
export function jobOptions(values: Partial<SettingValues>): string[] {
  return SETTING_OPTIONS.flatMap((option) => {
    const value = values[option.setting];
    const text = value === undefined || value === null ? false : optionText(option, value);
    const flag = flagOf(option.name);
    if (typeof text === 'boolean') return text ? [flag] : [];
    return [text].flat().map((each) => `${flag}=${each}`);
  });
}

/** The arguments that follow `dedup yarn`. Options are written with `=`, so that a value may begin with a dash. */
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
  // A step's environment does not name the region, neither for the job nor for the AWS CLI.
  const environment = ['env', `AWS_REGION=${region}`, `AWS_DEFAULT_REGION=${region}`];
  return {
    Name: name,
    ActionOnFailure: actionOnFailure,
    HadoopJarStep: { Jar: 'command-runner.jar', Args: [...environment, 'bash', '-c', script, name, ...args] },
  };
}
