/** The steps that a submission adds, and the recognition of runs among a cluster's steps. Pure. */

import type { RunJobFlowCommandInput, StepConfig } from '@aws-sdk/client-emr';
import { EXIT } from '../../../job/shared/exit';
import { Failure } from '../../../job/shared/failure';
import { withRunTime } from '../../settings/run-time';
import type { StepFacts } from '../cluster/cluster-facts';
import { parseRun, type RunArguments } from './run-arguments';

/** The two step definitions that the stack keeps. */
export interface StepDefinitions {
  readonly copy: StepConfig;
  readonly run: StepConfig;
}

const SAME = ['PENDING', 'RUNNING', 'COMPLETED'];

/** `value` has to be `[copy, run]`. Throws with exit code 69 where it is not what the stack writes. */
export function checkSteps(parameter: string, value: unknown): StepDefinitions & { readonly parsed: RunArguments } {
  const [copy, run] = (Array.isArray(value) ? value : []) as readonly (StepConfig | undefined)[];
  const parsed = parseRun(argsOf(run));
  if (copy === undefined || run === undefined || argsOf(copy).length === 0 || parsed === null) {
    throw new Failure(
      EXIT.unavailable,
      `parameter ${parameter} does not hold the steps: 'npx cdk deploy --all' makes it anew`,
    );
  }
  return { copy, run, parsed };
}

/** Whether the cluster has no job yet, or last copied another version of it. */
export function needsCopy({ copy }: StepDefinitions, steps: readonly StepFacts[]): boolean {
  const last = steps.findLast(({ name, state }) => name === copy.Name && SAME.includes(state));
  return last === undefined || JSON.stringify(last.args) !== JSON.stringify(argsOf(copy));
}

/** Returns the step definition with other arguments. */
export function withArgs(step: StepConfig, args: readonly string[]): StepConfig {
  return { ...step, HadoopJarStep: { Jar: undefined, ...step.HadoopJarStep, Args: [...args] } };
}

/**
 * Returns the definition of a cluster for a single run. Throws with exit code 69 where `value` is not what the stack
 * writes.
 */
export function transientFor(parameter: string, value: unknown, args: readonly string[], run: string) {
  const definition = (value ?? {}) as Partial<RunJobFlowCommandInput>;
  const { Name, Instances, Steps = [] } = definition;
  const step = Steps.find((each) => parseRun(argsOf(each)) !== null);
  if (Name === undefined || Instances === undefined || step === undefined) {
    throw new Failure(
      EXIT.unavailable,
      `parameter ${parameter} does not hold a cluster: 'npx cdk deploy --all' makes it anew`,
    );
  }
  const steps = Steps.map((each) => (each === step ? withArgs(step, withRunTime(args)) : each));
  return { ...definition, Name: `${Name}-${run}`, Instances, Steps: steps };
}

/** Returns the last run among all steps that the cluster has ever had; null where it had none. */
export function lastRun(steps: readonly StepFacts[]): StepFacts | null {
  return steps.findLast(({ args }) => parseRun(args) !== null) ?? null;
}

/** Returns the newest step whose run has this name; null where there is none. */
export function stepOfRun(steps: readonly StepFacts[], run: string): StepFacts | null {
  return steps.findLast((step) => runOf(step)?.request.run === run) ?? null;
}

/** Returns null where the step is not a run, or is a run with arguments that this version does not understand. */
export function runOf({ args }: StepFacts): RunArguments | null {
  try {
    return parseRun(args);
  } catch {
    return null;
  }
}

function argsOf(step: StepConfig | undefined): readonly string[] {
  return step?.HadoopJarStep?.Args ?? [];
}
