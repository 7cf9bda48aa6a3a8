import type { Command } from 'commander';
import { print, printed } from '../../../job/command/output';
import { refuseTooManyTasks } from '../../../job/remote/fit';
import { type Readable, refuseFutile } from '../../../job/remote/would-start';
import { EXIT } from '../../../job/shared/exit';
import { Failure, messageOf } from '../../../job/shared/failure';
import { counted, fileSize } from '../../../job/shared/figures';
import { newRunId } from '../../../job/shared/run-id';
import { quoteArgument } from '../../../job/shared/shell-quote';
import { sum } from '../../../job/shared/sum';
import { describeCluster } from '../aws/emr';
import { parameter } from '../aws/stack';
import { requireLive } from '../cluster/live-cluster';
import { refuseUnfit, SIZES } from '../run/fit';
import { givenOptions, parseRun, type RunArguments, withOverrides } from '../run/run-arguments';
import { checkSteps } from '../run/run-steps';
import {
  addToCluster,
  MaybeSubmitted,
  type NamedRun,
  type Submission,
  type Submitted,
  startCluster,
  submittedBefore,
} from '../submission/submission';
import type { Deployment } from '../target/deployment';
import { findDeployment } from '../target/find-deployment';
import type { GivenOptions } from '../target/option-table';
import { resolveTarget, type TargetOptions } from '../target/options';
import { withContext } from './command-context';

export type SubmitOptions = TargetOptions & GivenOptions<'newCluster'>;

/** Options of the command itself, which are not passed on to the run. */
export const OWN = ['stack', 'outputs', 'newCluster', 'json', 'quiet'];

/** `dedup submit`: the stack's run, with other inputs or options if need be. */
export async function submitCommand(
  inputs: readonly string[],
  options: SubmitOptions,
  command: Command,
): Promise<void> {
  const target = resolveTarget(options);
  if (target.kind === 'cluster')
    throw new Failure(EXIT.usage, "submit runs a stack's job: name the stack in place of a cluster");
  await withContext({ quiet: options.json, changes: true }, async (context) => {
    const { now, tell, commit } = context;
    const { aws, deployment } = await findDeployment(target);
    const definitions = checkSteps(deployment.steps, await parameter(aws, deployment.steps));
    const given = new Map([...givenOptions(command)].filter(([name]) => !OWN.includes(name)));
    const wanted = named(withOverrides(definitions.parsed, { inputs, given }), now());
    const { request } = wanted.parsed;
    const former = await submittedBefore(aws, deployment, wanted, { isOwnCluster: options.newCluster, now: now() });
    if (former !== null) {
      printSubmitted(former, options, deployment);
      return;
    }
    const tolerance = { emptyInput: given.has('ifEmpty'), lockedOutput: given.has('waitLock') };
    // The stack's own sizes were checked when it was deployed.
    if (SIZES.some((name) => given.has(name))) {
      refuseUnfit(await parameter(aws, deployment.transientCluster), request.sizing);
    }
    if (!options.newCluster) requireLive(await describeCluster(aws, deployment.cluster));
    const found = await refuseFutile(request, tolerance);
    refuseTooManyTasks(found.files.sizes, request.sizing);
    tell(describeInputs(found));
    for (const warning of found.warnings) tell(`warning: ${warning}`);
    const submitting = options.newCluster
      ? startCluster(aws, deployment, wanted, context)
      : addToCluster(aws, deployment, definitions, wanted, commit);
    const submitted = await submitting.catch((error) => {
      if (error instanceof MaybeSubmitted) printMaybe(error.known, options);
      throw error;
    });
    printSubmitted(submitted, options, deployment);
    await toldOf(submitted);
  });
}

/** Names the run if it has no name, so that `dedup wait` can recognise it. */
function named(args: readonly string[], now: Date): NamedRun & { readonly parsed: RunArguments } {
  const parsed = parseRun(args) as RunArguments;
  const { run, output } = parsed.request;
  if (run !== null) return { args, parsed, run, isGiven: true, output };
  const made = newRunId(now);
  return { args: [...args, '--run-id', made], parsed, run: made, isGiven: false, output };
}

function describeInputs({ files }: Readable): string {
  const bytes = sum(files, ({ sizeBytes }) => sizeBytes);
  return `${counted(files.length, 'input file')}, ${fileSize(bytes)}`;
}

function printSubmitted(
  { isOld, ...submitted }: Submission,
  { json, newCluster, outputs }: SubmitOptions,
  { stack }: Deployment,
): void {
  if (json) {
    print(JSON.stringify(submitted, null, 2));
    return;
  }
  const { run, cluster, step, copies, output } = submitted;
  const where = newCluster ? `new cluster ${cluster}` : `cluster ${cluster} of stack ${stack}`;
  const as = step === null ? '' : ` as step ${step}`;
  const behind = copies ? ', behind the copy of the job' : '';
  print(isOld ? `run ${run} was submitted before${as} to ${where}` : `submitted run ${run}${as} to ${where}${behind}`);
  print(`  output  ${output}`);
  // Only the outputs file tells the region, so the next command needs the file too.
  const which = step === null ? cluster : `${step} --cluster ${cluster}`;
  print(`  next    dedup wait ${which}${outputs === undefined ? '' : ` --outputs ${quoteArgument(outputs)}`}`);
}

function printMaybe(known: Submitted, { json, outputs }: SubmitOptions): void {
  if (json) {
    print(JSON.stringify(known, null, 2));
    return;
  }
  const { run, cluster, output } = known;
  print(`run ${run} may have been submitted to ${cluster === null ? 'a new cluster' : `cluster ${cluster}`}`);
  print(`  output  ${output}`);
  if (cluster === null) return;
  print(
    `  look    dedup status --cluster ${cluster}${outputs === undefined ? '' : ` --outputs ${quoteArgument(outputs)}`}`,
  );
}

/** Throws where the ids could not be printed although the run was started. The error contains them. */
async function toldOf({ run, cluster, step }: Submission): Promise<void> {
  await printed().catch((error) => {
    const where = `${step === null ? '' : `step ${step} of `}cluster ${cluster}`;
    throw new Failure(EXIT.underWay, `${messageOf(error)}; run ${run} is under way, as ${where}`, { cause: error });
  });
}
