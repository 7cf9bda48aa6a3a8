/** The yarn runner: Hadoop's MapReduce runs the tasks of this kit, and this process plans, waits and collects. */

import type { FileSegment } from '../../input/opened-ahead';
import { isAuto, type ResolvedYarn, type Sizing } from '../../options/yarn';
import { counted } from '../../shared/figures';
import type { InputFiles } from '../../store/input-files';
import { brokenFiles, filesUncut, uncutPaths } from '../chain';
import type { Job, Kept, Runner, RunnerContext, Work } from '../runner';
import { cutSegments } from '../splits';
import { chooseSizing } from './auto';
import { readClassData } from './class-data';
import { type Cluster, endDead, findCluster } from './cluster';
import { type JobId, jobOfApplication, jobsOfAttempts } from './job-id';
import { UnprovenFindings } from './outcome';
import { planYarn, type YarnPlan } from './plan';
import { filesCut } from './plan-splits';
import type { TaskProgram } from './shipped';
import { type Results, SubmittedJob, type Submitter } from './submitted-job';
import { tasksThatUsed } from './tasks-that-used';
import type { Collected } from './tokens';

/** The size of a job, and why it was chosen; null where it was given. */
interface Sized {
  readonly sizing: Sizing;
  readonly why: string | null;
}

const PEAKS = ['MAP_PHYSICAL_MEMORY_BYTES_MAX', 'REDUCE_PHYSICAL_MEMORY_BYTES_MAX'];

export function yarnRunner(request: ResolvedYarn, program: TaskProgram, env: NodeJS.ProcessEnv): Runner {
  const given = request.classData === null ? null : readClassData(request.classData);
  let found: Cluster | undefined;
  const cluster = () => {
    if (found === undefined) found = findCluster(request.hadoop, env);
    return found;
  };
  // the tasks of a run that starts again have the size that its files were looked at for
  let sized: Promise<Sized> | undefined;
  const sizeFor = (files: InputFiles) => {
    if (sized === undefined) sized = sizeOf(files, request, cluster());
    return sized;
  };
  return {
    check: () => cluster().rest.check(),
    prepare: async () => {},
    endDead: (tookOver) => endDead(cluster(), request.output, tookOver !== undefined),
    mergesParts: null,
    filesCut: async (files) => filesCut(planYarn(files.sizes, (await sizeFor(files)).sizing).maps),
    start: (job, context) => {
      const classData = given === null || isOfCluster(cluster(), context) ? given : null;
      const submitter = { request, program, env, cluster: cluster(), classData, context };
      return new YarnWork(submitter, () => sizeFor(job.files), job);
    },
  };
}

/** Class data is of the Hadoop that is installed on the nodes, and must not put its jars before those of another one. */
function isOfCluster({ runsInstalledHadoop }: Cluster, { warn }: RunnerContext): boolean {
  if (!runsInstalledHadoop) {
    warn(
      'the class data is not used: containers run another Hadoop (mapreduce.application.framework.path) than this machine',
    );
  }
  return runsInstalledHadoop;
}

async function sizeOf(files: InputFiles, request: ResolvedYarn, cluster: Cluster): Promise<Sized> {
  const { sizing, queue } = request;
  if (!isAuto(sizing)) return { sizing, why: null };
  const room = await cluster.rest.room(queue === null ? cluster.usualQueue : queue);
  return chooseSizing(files.sizes, sizing, { ...room, largest: cluster.largestContainer });
}

class YarnWork implements Work {
  private submitted: SubmittedJob | undefined;

  constructor(
    private readonly submitter: Submitter,
    private readonly size: () => Promise<Sized>,
    private readonly job: Job,
  ) {}

  async keepLatest(judge: (mapped: Collected['mapped']) => void): Promise<Kept> {
    const { context } = this.submitter;
    const earlier: JobId[] = [];
    let { files } = this.job;
    const sized = await this.size();
    if (sized.why !== null) context.progress.tell(sized.why);
    for (let attempts = 1; ; attempts++) {
      const plan = planYarn(files.sizes, sized.sizing);
      this.submitted = new SubmittedJob(this.submitter, { ...this.job, files }, plan, earlier);
      const cut = () => cutSegments(files, plan.maps.flat());
      const ended = await endOf(this.submitted, cut);
      if (ended.results !== null) {
        judge(ended.results.collected.mapped);
        return this.kept(plan, sized, ended.results, uncutPaths(files));
      }
      const which = counted(ended.broken.length, 'file');
      context.progress.tell(`${which} may have been cut within a record; the job starts again without these cuts`);
      await this.submitted.stop();
      // the parts and notes of its tasks
      await this.job.store.discard(this.job.run);
      earlier.push(...ended.jobs);
      files = filesUncut(files, ended.broken, cut(), attempts);
    }
  }

  async stop(): Promise<void> {
    await this.submitted?.stop();
  }

  private kept(plan: YarnPlan, { sizing, why }: Sized, results: Results, uncut: readonly string[]): Kept {
    const { application, collected, counters } = results;
    const { parallelism } = sizing;
    const tasks = { maps: plan.maps.length, reduces: plan.reduces };
    const { classData, context } = this.submitter;
    const withClassData = classData === null ? undefined : tasksThatUsed(counters, plan, context.warn);
    const peaks = PEAKS.map((name) => counters?.get(`org.apache.hadoop.mapreduce.TaskCounter/${name}`) ?? 0);
    return {
      ...collected,
      uncut,
      workers: parallelism,
      memoryBytes: plan.containers * plan.memoryBytes,
      peakMemoryBytes: Math.max(...peaks, process.resourceUsage().maxRSS * 1024),
      yarn: {
        application: application.id,
        parallelism,
        ...tasks,
        ...(why === null ? {} : { why }),
        ...(withClassData === undefined ? {} : { withClassData }),
      },
      resultsAre: 'of-tasks',
    };
  }
}

/** The end of a job: its results, or the files for which it has to start again without their cuts. */
type Ended =
  | { readonly results: Results }
  | { readonly results: null; readonly broken: readonly string[]; readonly jobs: readonly JobId[] };

async function endOf(submitted: SubmittedJob, cut: () => Iterable<FileSegment>): Promise<Ended> {
  try {
    const results = await submitted.run();
    const found = results.collected.mapped.flatMap(({ segments }) => segments);
    const broken = brokenFiles(cut(), found);
    const jobs = [jobOfApplication(results.application.id)];
    return broken.length === 0 ? { results } : { results: null, broken, jobs };
  } catch (error) {
    if (!(error instanceof UnprovenFindings)) throw error;
    return { results: null, broken: error.files, jobs: jobsOfAttempts(error.attempts) };
  }
}
