/** The yarn runner: Hadoop's MapReduce runs our tasks, this process plans, waits and collects. */

import { setTimeout as delay } from 'node:timers/promises';
import { EXIT } from '../../contract';
import { Failure } from '../../failure';
import type { Job, Kept, Runner, RunnerSurroundings, Work } from '../runner';
import { type Cluster, endDeadRun, findCluster, workFolder } from './cluster';
import { follow, killAll, PACE } from './follow';
import type { ResolvedYarn } from './options';
import { masterProblem, planYarn, type YarnPlan } from './plan';
import type { Program } from './process';
import type { Application, JobCounters } from './rest';
import { type LocalFiles, MANIFEST_FILE, type TaskProgram, writeFiles } from './shipped';
import { applicationTag, streamingArguments } from './streaming';
import { taskEnvironment } from './task-environment';
import { type Collected, checkCounters, collect } from './tokens';

/** The job history server reads a job's files some moments after it has ended. */
const HISTORY_TRIES = 10;
const HISTORY_PAUSE_MS = 1000;

const PEAKS = ['MAP_PHYSICAL_MEMORY_BYTES_MAX', 'REDUCE_PHYSICAL_MEMORY_BYTES_MAX'];

export function yarnRunner(request: ResolvedYarn, program: TaskProgram, env: NodeJS.ProcessEnv): Runner {
  let found: Cluster | undefined;
  const cluster = () => {
    if (found === undefined) found = findCluster(request.hadoop, env);
    return found;
  };
  return {
    check: () => cluster().rest.check(),
    endDead: (run) => endDeadRun(cluster(), run),
    start: (job, around) => new YarnWork(request, program, env, cluster(), job, around),
  };
}

class YarnWork implements Work {
  private files: LocalFiles | undefined;
  private client: Program | undefined;
  private removed: Promise<boolean> | undefined;
  private isDone = false;

  constructor(
    private readonly request: ResolvedYarn,
    private readonly program: TaskProgram,
    private readonly env: NodeJS.ProcessEnv,
    private readonly cluster: Cluster,
    private readonly job: Job,
    private readonly around: RunnerSurroundings,
  ) {}

  async keepLatest(judge: (mapped: Collected['mapped']) => void): Promise<Kept> {
    const plan = planYarn(this.job.files, this.request.sizing);
    const problem = masterProblem(plan);
    if (problem !== null) throw new Failure(EXIT.usage, problem);
    await this.submit(plan);
    const application = await this.follow();
    this.isDone = true;
    const tasks = { maps: plan.maps.length, parts: plan.parts };
    const collected = collect(await this.cluster.hadoop.read(`${workFolder(this.job.run)}/tokens/part-*`), tasks);
    // while the output is published
    this.removed = this.cluster.hadoop.remove(workFolder(this.job.run));
    const counters = await this.finalCounters(application);
    if (counters !== null) checkCounters(counters, collected);
    judge(collected.mapped);
    return this.kept(plan, application, collected, counters);
  }

  async stop(): Promise<void> {
    const { rest, hadoop } = this.cluster;
    const { run } = this.job;
    this.client?.kill();
    this.files?.remove();
    if (this.client !== undefined && !this.isDone) await this.orWarn(killAll(rest, hadoop, applicationTag(run)));
    if (this.files === undefined) return;
    if (!(await (this.removed ?? hadoop.remove(workFolder(run))))) {
      this.around.warn(`'${workFolder(run)}' on the cluster's file system could not be removed`);
    }
  }

  private async submit(plan: YarnPlan): Promise<void> {
    const { hadoop } = this.cluster;
    const { signal } = this.around;
    const work = workFolder(this.job.run);
    const environment = await taskEnvironment(this.env, [...this.request.inputs, this.request.output]);
    this.files = writeFiles(this.job, plan, this.program, environment);
    signal.throwIfAborted();
    await hadoop.put(this.files.work, work);
    signal.throwIfAborted();
    this.client = hadoop.startStreaming(
      streamingArguments({
        run: this.job.run,
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
    const { signal, progress } = this.around;
    return follow(
      {
        run,
        store,
        tag: applicationTag(run),
        client: this.client as Program,
        rest: this.cluster.rest,
        hadoop: this.cluster.hadoop,
        pace: PACE,
        failsOnBad: this.request.badRecords === 'fail',
      },
      { signal, tell: (line) => progress.tell(line) },
    );
  }

  /** Null, with a warning, where the job history server is not there: then they cannot be compared. */
  private async finalCounters({ id }: Application): Promise<JobCounters | null> {
    for (let tries = 0; tries < HISTORY_TRIES && (await this.cluster.rest.hasHistory()); tries++) {
      const counters = await this.cluster.rest.finalCounters(id);
      if (counters !== null) return counters;
      await delay(HISTORY_PAUSE_MS, undefined, { signal: this.around.signal });
    }
    this.around.warn("the job history server does not answer, so Hadoop's counters were not compared with the books");
    return null;
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
    };
  }

  /** What ended the run says more. */
  private orWarn(work: Promise<void>): Promise<void> {
    return work.catch((error) => this.around.warn((error as Error).message));
  }
}
