import type { Command } from 'commander';
import { sum } from '../../../job/account';
import { print } from '../../../job/command/output';
import { EXIT } from '../../../job/contract';
import { Failure } from '../../../job/failure';
import { counted, fileSize } from '../../../job/figures';
import type { Inputs } from '../../../job/input/list';
import { newRunId } from '../../../job/run-id';
import { checkData, refuseEnded } from '../admission';
import type { Aws } from '../aws/connect';
import { addSteps, describeCluster, listSteps, runJobFlow } from '../aws/emr';
import { parameter } from '../aws/stack';
import type { Deployment } from '../deployment';
import { findDeployment } from '../find';
import { refuseTasks, refuseUnfit, SIZES } from '../fit';
import { resolveTarget, type TargetOptions } from '../options';
import { givenOptions, parseRun, type RunArguments, withOverrides } from '../run-arguments';
import { checkSteps, lastRun, needsCopy, type StepDefinitions, transientFor, withArgs } from '../run-steps';
import { around } from './around';

export interface SubmitOptions extends TargetOptions {
  readonly newCluster: boolean;
}

/** Options of the command itself, which a run does not get. */
export const OWN = ['stack', 'outputs', 'newCluster', 'json', 'quiet'];

interface Submitted {
  readonly run: string;
  readonly cluster: string;
  readonly step: string;
  /** Whether the job was to be copied first. */
  readonly copies: boolean;
  readonly output: string;
}

/** `dedup submit`: the stack's run, with other inputs or options if need be. */
export async function submitCommand(
  inputs: readonly string[],
  options: SubmitOptions,
  command: Command,
): Promise<void> {
  const target = resolveTarget(options);
  if (target.kind === 'cluster') throw new Failure(EXIT.usage, 'submit runs what a stack has, name that');
  await around({ quiet: options.json, changes: true }, async ({ now, tell, commit }) => {
    const { aws, deployment } = await findDeployment(target);
    const definitions = checkSteps(deployment.steps, await parameter(aws, deployment.steps));
    const given = new Map([...givenOptions(command)].filter(([name]) => !OWN.includes(name)));
    const wanted = named(withOverrides(definitions.parsed, { inputs, given }), now());
    const { request } = wanted.parsed;
    const patience = { withEmpty: given.has('ifEmpty'), withLock: given.has('waitLock') };
    // what the stack itself has was looked at when it was deployed
    if (SIZES.some((name) => given.has(name))) {
      refuseUnfit(await parameter(aws, deployment.transientCluster), request.sizing);
    }
    if (!options.newCluster) refuseEnded(await describeCluster(aws, deployment.cluster));
    const found = await checkData(request, patience);
    refuseTasks(found.files, request.sizing);
    tell(describeInputs(found));
    const submitted = options.newCluster
      ? await startCluster(aws, deployment, wanted, commit)
      : await addToCluster(aws, deployment, definitions, wanted, commit);
    printSubmitted(submitted, options, deployment);
  });
}

interface Wanted {
  readonly args: readonly string[];
  readonly parsed: RunArguments;
  readonly run: string;
}

/** With a name, by which whoever waits knows the run. */
function named(args: readonly string[], now: Date): Wanted {
  const parsed = parseRun(args) as RunArguments;
  const { run } = parsed.request;
  if (run !== null) return { args, parsed, run };
  const given = newRunId(now);
  return { args: [...args, '--run-id', given], parsed, run: given };
}

async function addToCluster(
  aws: Aws,
  { cluster }: Deployment,
  definitions: StepDefinitions,
  { args, run, parsed }: Wanted,
  commit: () => void,
): Promise<Submitted> {
  const copies = needsCopy(definitions, await listSteps(aws, cluster));
  const step = withArgs(definitions.run, args);
  commit();
  const ids = await addSteps(aws, cluster, copies ? [definitions.copy, step] : [step]).catch(async (error) => {
    // it may have ended just now
    refuseEnded(await describeCluster(aws, cluster));
    throw error;
  });
  return { run, cluster, step: ids.at(-1) as string, copies, output: parsed.request.output };
}

async function startCluster(
  aws: Aws,
  { transientCluster }: Deployment,
  { args, run, parsed }: Wanted,
  commit: () => void,
): Promise<Submitted> {
  const definition = transientFor(transientCluster, await parameter(aws, transientCluster), args, run);
  commit();
  const cluster = await runJobFlow(aws, definition);
  const step = lastRun(await listSteps(aws, cluster));
  return { run, cluster, step: step === null ? '' : step.id, copies: true, output: parsed.request.output };
}

function describeInputs({ files }: Inputs): string {
  const bytes = sum(files, ({ sizeBytes }) => sizeBytes);
  return `${counted(files.length, 'input file')}, ${fileSize(bytes)}`;
}

function printSubmitted(
  submitted: Submitted,
  { json, newCluster, outputs }: SubmitOptions,
  { stack }: Deployment,
): void {
  if (json) {
    print(JSON.stringify(submitted, null, 2));
    return;
  }
  const { run, cluster, step, copies, output } = submitted;
  const where = newCluster ? `new cluster ${cluster}` : `cluster ${cluster} of stack ${stack}`;
  print(`submitted run ${run} as step ${step} to ${where}${copies ? ', behind the copy of the job' : ''}`);
  print(`  output  ${output}`);
  // the file has told the region
  print(`  next    dedup wait ${step} --cluster ${cluster}${outputs === undefined ? '' : ` --outputs ${outputs}`}`);
}
