/** The yarn runner: Hadoop's MapReduce runs the tasks of this kit, and this process plans, waits and collects. */

import type { ResolvedYarn } from '../../options/yarn';
import { EXIT } from '../../shared/exit';
import { Failure } from '../../shared/failure';
import type { Job, Kept, Runner, RunnerContext, Work } from '../runner';
import { type Cluster, endDead, findCluster } from './cluster';
import { follow, killAll, PACE } from './follow';
import { finalCounters } from './history';
import { filesCut, masterProblem, planYarn, type YarnPlan } from './plan';
import type { Program } from './process';
import type { Application, JobCounters } from './rest';
import { type LocalFiles, MANIFEST_FILE, type TaskProgram, writeFiles } from './shipped';
import { streamingArguments } from './streaming';
import { filePrefix, newSubmission, type Submission, submissionTag, workFolder } from './submission';
import { identityWarning, taskEnvironment } from './task-environment';
import { type Collected, checkCounters, collect } from './tokens';

const PEAKS = ['MAP_PHYSICAL_MEMORY_BYTES_MAX', 'REDUCE_PHYSICAL_MEMORY_BYTES_MAX'];

export function yarnRunner(request: ResolvedYarn, program: TaskProgram, env: NodeJS.ProcessEnv): Runner {
  let found: Cluster | undefined;
  const cluster = () => {
    if (found === undefined) found = findCluster(request.hadoop, env);
    return found;
  };
  return {
    check: () => cluster().rest.check(),
    prepare: () => {},
    endDead: (tookOver) => endDead(cluster(), request.output, tookOver !== undefined),
    filesCut: (files) => filesCut(planYarn(files, request.sizing)),
    start: (job, context) => new YarnWork(request, program, env, cluster(), job, context),
  };
}

class YarnWork implements Work {
  private files: LocalFiles | undefined;
  private client: Program | undefined;
  private removed: Promise<boolean> | undefined;
  private isDone = false;
  private readonly submission: Submission;
  private readonly work: string;

  constructor(
    private readonly request: ResolvedYarn,
    private readonly program: TaskProgram,
    private readonly env: NodeJS.ProcessEnv,
    private readonly cluster: Cluster,
    private readonly job: Job,
    private readonly context: RunnerContext,
  ) {
    this.submission = newSubmission(job.run, request.output);
    this.work = workFolder(this.submission);
  }

  async keepLatest(judge: (mapped: Collected['mapped']) => void): Promise<Kept> {
    const plan = planYarn(this.job.files, this.request.sizing);
    const problem = masterProblem(plan);
    if (problem !== null) throw new Failure(EXIT.usage, problem);
    await this.submit(plan);
    const application = await this.follow();
    this.isDone = true;
    const tasks = {
      run: this.job.run,
      receipt: this.job.store.receiptSchema,
      maps: plan.maps.length,
      parts: plan.parts,
    };
    const collected = collect(await this.cluster.hadoop.read(`${this.work}/tokens/part-*`, this.context.signal), tasks);
    // the folder is removed while the output is published
    this.removed = this.cluster.hadoop.remove(this.work);
    const counters = await finalCounters(this.cluster.rest, application.id, this.context);
    if (counters !== null) checkCounters(counters, collected);
    judge(collected.mapped);
    return this.kept(plan, application, collected, counters);
  }

  async stop(): Promise<void> {
    const { rest, hadoop } = this.cluster;
    const { client, files, work } = this;
    client?.kill();
    files?.remove();
    if (client !== undefined && !this.isDone) {
      // a client that has not ended may still submit the job to YARN
      await client.ended.catch(() => undefined);
      await this.orWarn(killAll(rest, hadoop, submissionTag(this.submission)));
    }
    if (files === undefined) return;
    if (!(await (this.removed ?? hadoop.remove(work)))) {
      this.context.warn(`'${work}' on the cluster's file system could not be removed`);
    }
  }

  private async submit(plan: YarnPlan): Promise<void> {
    const { hadoop } = this.cluster;
    const { signal } = this.context;
    const { submission, work } = this;
    const locations = [...this.request.inputs, this.request.output];
    const variables = await taskEnvironment(this.env, locations);
    const warning = await identityWarning(locations);
    if (warning !== null) this.context.warn(warning);
    this.files = writeFiles(this.job, plan, this.program, { variables, prefix: filePrefix(submission) });
    await hadoop.put(this.files.work, work, signal);
    this.client = hadoop.startStreaming(
      streamingArguments({
        submission,
        request: this.request,
        plan,
        files: this.files.shipped,
        manifest: `${work}/${MANIFEST_FILE}`,
        tokens: `${work}/tokens`,
        isVirtualMemoryChecked: this.cluster.isVirtualMemoryChecked,
      }),
    );
  }

  private follow(): Promise<Application> {
    const { run, store } = this.job;
    const { signal, progress } = this.context;
    return follow(
      {
        run,
        store,
        tag: submissionTag(this.submission),
        client: this.client as Program,
        rest: this.cluster.rest,
        hadoop: this.cluster.hadoop,
        pace: PACE,
      },
      { signal, tell: (line) => progress.tell(line) },
    );
  }

  private kept(plan: YarnPlan, { id }: Application, collected: Collected, counters: JobCounters | null): Kept {
    const { parallelism } = this.request.sizing;
    const peaks = PEAKS.map((name) => counters?.get(`org.apache.hadoop.mapreduce.TaskCounter/${name}`) ?? 0);
    return {
      ...collected,
      workers: parallelism,
      memoryBytes: parallelism * plan.memoryBytes,
      peakMemoryBytes: Math.max(...peaks, process.resourceUsage().maxRSS * 1024),
      yarn: { application: id, parallelism, maps: plan.maps.length, reduces: plan.parts },
      resultsAre: 'of-tasks',
    };
  }

  /** Turns an error into a warning, because it must not hide the error that ended the run. */
  private async orWarn(work: Promise<unknown>): Promise<void> {
    await work.catch((error) => this.context.warn((error as Error).message));
  }
}
