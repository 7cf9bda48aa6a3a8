import { listInputs } from '../input/list';
import { resolveLocation } from '../options/parsing/location';
import {
  isAuto,
  type ResolvedYarn,
  resolveSizing,
  resolveYarn,
  type SizingOptions,
  type YarnOptions,
} from '../options/yarn';
import { chooseSizing } from '../runner/yarn/auto';
import { keepBusy } from '../runner/yarn/busy';
import { describePlan, planFacts } from '../runner/yarn/describe-plan';
import { planYarn } from '../runner/yarn/plan';
import { yarnRunner } from '../runner/yarn/runner';
import { skippedWarnings } from '../summary/skipped-files';
import { warn } from './complain';
import { print } from './output';
import { carryOut, type Flags, type Invocation } from './run';

/** `dedup yarn`: runs the job on Hadoop. Its tasks run the same Node and the same bundle as this process. */
export async function yarnCommand(
  inputs: readonly string[],
  options: YarnOptions & Flags,
  invocation: Invocation,
): Promise<void> {
  const request: ResolvedYarn = resolveYarn(inputs, options);
  const runner = yarnRunner(request, { node: process.execPath, bundle: __filename }, process.env);
  const stop = keepBusy(warn);
  try {
    await carryOut(request, runner, { ...options, leavesWithParent: true }, invocation);
  } finally {
    stop();
  }
}

/** `dedup plan`: shows how `dedup yarn` would cut an input. */
export async function planCommand(
  inputs: readonly string[],
  options: SizingOptions & { readonly json: boolean },
): Promise<void> {
  const asked = resolveSizing(options);
  const { skipped, files } = await listInputs(
    inputs.map((input) => resolveLocation('input', input)),
    'fail',
  );
  for (const warning of skippedWarnings(skipped)) warn(warning);
  // no cluster is asked: the plan is that of a cluster with enough room
  const { sizing, why } = isAuto(asked) ? chooseSizing(files.sizes, asked, null) : { sizing: asked, why: null };
  const facts = planFacts(files, sizing, planYarn(files.sizes, sizing), why);
  print(options.json ? JSON.stringify(facts, null, 2) : describePlan(facts));
}
