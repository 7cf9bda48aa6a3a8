/** The steps that a submission adds, and which step of a cluster is a run. Pure. */

import type { RunJobFlowCommandInput, StepConfig } from '@aws-sdk/client-emr';
import { EXIT } from '../../../job/shared/exit';
import { Failure } from '../../../job/shared/failure';
import { withRunTime } from '../../settings/run-time';
import type { StepFacts } from '../cluster/cluster-facts';
import { parseRun, type RunArguments } from './run-arguments';

/** What the stack keeps to copy the job and to run it. */
export interface StepDefinitions {
  readonly copy: StepConfig;
  readonly run: StepConfig;
}

const SAME = ['PENDING', 'RUNNING', 'COMPLETED'];

/** `value` is `[copy, run]`. Throws with exit code 69 for what is not what the stack writes. */
export function checkSteps(parameter: string, value: unknown): StepDefinitions & { readonly parsed: RunArguments } {
  const [copy, run] = (Array.isArray(value) ? value : []) as readonly (StepConfig | undefined)[];
  const parsed = parseRun(argsOf(run));
  if (copy === undefined || run === undefined || argsOf(copy).length === 0 || parsed === null) {
    throw new Failure(EXIT.unavailable, `parameter ${parameter} does not hold the steps: 'cdk deploy' makes it anew`);
  }
  return { copy, run, parsed };
}

/** Whether the job that the cluster has copied last is another one, or none. */
export function needsCopy({ copy }: StepDefinitions, steps: readonly StepFacts[]): boolean {
  const last = steps.findLast(({ name, state }) => name === copy.Name && SAME.includes(state));
  return last === undefined || JSON.stringify(last.args) !== JSON.stringify(argsOf(copy));
}

/** A step definition with other arguments. */
export function withArgs(step: StepConfig, args: readonly string[]): StepConfig {
  return { ...step, HadoopJarStep: { Jar: undefined, ...step.HadoopJarStep, Args: [...args] } };
}

/** What starts a cluster of its own for a run. Throws with exit code 69 for what is not what the stack writes. */
export function transientFor(parameter: string, value: unknown, args: readonly string[], run: string) {
  const definition = (value ?? {}) as Partial<RunJobFlowCommandInput>;
  const { Name, Instances, Steps = [] } = definition;
  const step = Steps.find((each) => parseRun(argsOf(each)) !== null);
  if (Name === undefined || Instances === undefined || step === undefined) {
    throw new Failure(EXIT.unavailable, `parameter ${parameter} does not hold a cluster: 'cdk deploy' makes it anew`);
  }
  const steps = Steps.map((each) => (each === step ? withArgs(step, withRunTime(args)) : each));
  return { ...definition, Name: `${Name}-${run}`, Instances, Steps: steps };
}

/** The last run among the steps of a cluster, of all that were ever begun there. */
export function lastRun(steps: readonly StepFacts[]): StepFacts | null {
  return steps.findLast(({ args }) => parseRun(args) !== null) ?? null;
}

/** The newest step that is the run of that name. */
export function stepOfRun(steps: readonly StepFacts[], run: string): StepFacts | null {
  return steps.findLast((step) => runOf(step)?.request.run === run) ?? null;
}

/** What a step is to do, null where it is no run, or one that no run of this version can be. */
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
