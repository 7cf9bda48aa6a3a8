/** One job of a run, from its submission to the results of its tasks. */

import type { ResolvedYarn } from '../../options/yarn';
import { EXIT } from '../../shared/exit';
import { Failure } from '../../shared/failure';
import type { Job, RunnerContext } from '../runner';
import type { ClassData } from './class-data';
import type { Cluster } from './cluster';
import { follow, killAll, PACE } from './follow';
import { finalCounters } from './history';
import type { JobId } from './job-id';
import { masterProblem, type YarnPlan } from './plan';
import type { Program } from './process';
import type { Application, JobCounters } from './rest';
import { type LocalFiles, MANIFEST_FILE, type TaskProgram, writeFiles } from './shipped';
import { streamingArguments } from './streaming';
import { filePrefix, newSubmission, type Submission, submissionTag, workFolder } from './submission';
import { identityWarning, taskEnvironment } from './task-environment';
import { type Collected, checkCounters, collect } from './tokens';

/** What all jobs of a run have in common. */
export interface Submitter {
  readonly request: ResolvedYarn;
  readonly program: TaskProgram;
  readonly env: NodeJS.ProcessEnv;
  readonly cluster: Cluster;
  readonly classData: ClassData | null;
  readonly context: RunnerContext;
}

export interface Results {
  readonly application: Application;
  readonly collected: Collected;
  /** Null where Hadoop does not tell them. */
  readonly counters: JobCounters | null;
}

export class SubmittedJob {
  private files: LocalFiles | undefined;
  private client: Program | undefined;
  private removed: Promise<boolean> | undefined;
  private isDone = false;
  private readonly submission: Submission;
  private readonly work: string;

  /** @param earlier the jobs that this run has submitted before */
  constructor(
    private readonly submitter: Submitter,
    private readonly job: Job,
    private readonly plan: YarnPlan,
    private readonly earlier: readonly JobId[],
  ) {
    this.submission = newSubmission(job.run, submitter.request.output);
    this.work = workFolder(this.submission);
  }

  async run(): Promise<Results> {
    const { plan, job, work } = this;
    const { cluster, context } = this.submitter;
    const problem = masterProblem(plan);
    if (problem !== null) throw new Failure(EXIT.usage, problem);
    await this.submit();
    const application = await this.follow();
    this.isDone = true;
    const tasks = { run: job.run, receipt: job.store.receiptSchema, splits: plan.splits, parts: plan.parts };
    const collected = collect(await cluster.files.read(`${work}/tokens/part-*`, context.signal), tasks);
    // the folder is removed while the output is published
    this.removed = cluster.files.remove(work);
    const counters = await finalCounters(cluster.rest, application.id, context);
    if (counters !== null) checkCounters(counters, collected);
    return { application, collected, counters };
  }

  /** Ends the job at any point, and removes its files. */
  async stop(): Promise<void> {
    const { rest, hadoop, files: onCluster } = this.submitter.cluster;
    const { client, files, work } = this;
    client?.kill();
    files?.remove();
    if (client !== undefined && !this.isDone) {
      // a client that has not ended may still submit the job to YARN
      await client.ended.catch(() => undefined);
      await this.orWarn(killAll(rest, hadoop, submissionTag(this.submission)));
    }
    if (files === undefined) return;
    if (!(await (this.removed ?? onCluster.remove(work)))) {
      this.submitter.context.warn(`'${work}' on the cluster's file system could not be removed`);
    }
  }

  private async submit(): Promise<void> {
    const { request, program, env, cluster, classData, context } = this.submitter;
    const { submission, work, plan } = this;
    const locations = [...request.inputs, request.output];
    const variables = await taskEnvironment(env, locations);
    const warning = await identityWarning(locations);
    if (warning !== null && this.earlier.length === 0) context.warn(warning);
    this.files = writeFiles(this.job, plan, program, { variables, prefix: filePrefix(submission) });
    await cluster.files.put(this.files.work, work, context.signal);
    this.client = cluster.hadoop.startStreaming(
      streamingArguments({
        submission,
        request,
        plan,
        files: this.files.shipped,
        manifest: `${work}/${MANIFEST_FILE}`,
        tokens: `${work}/tokens`,
        isVirtualMemoryChecked: cluster.isVirtualMemoryChecked,
        classData,
      }),
    );
  }

  private follow(): Promise<Application> {
    const { run, store } = this.job;
    const { context, cluster } = this.submitter;
    const { signal, progress } = context;
    return follow(
      {
        run,
        store,
        tag: submissionTag(this.submission),
        client: this.client as Program,
        rest: cluster.rest,
        hadoop: cluster.hadoop,
        pace: PACE,
        earlier: this.earlier,
      },
      { signal, tell: (line) => progress.tell(line) },
    );
  }

  /** Turns an error into a warning, because it must not hide the error that ended the run. */
  private async orWarn(work: Promise<unknown>): Promise<void> {
    await work.catch((error) => this.submitter.context.warn((error as Error).message));
  }
}
