import { formatOf } from '../../format/formats';
import { Keeper } from '../keeper';
import { BadRecordFound, findingFailure } from '../map-finding';
import { Mapper } from '../mapper';
import { handOn } from '../read-back';
import type { Finding, MapBooks, MapInput, YarnJob } from './contract';
import { Groups } from './groups';
import { MapOutput } from './map-output';
import { type Container, headerOf } from './task';

/**
 * Keeps the latest records of some segments, and hands them to the shuffle. Returns the bad record that ended the task
 * in `fail` mode, null where there was none.
 */
export async function mapTask(job: YarnJob, input: MapInput, container: Container): Promise<Finding | null> {
  try {
    await mapAndSend(job, input, container);
    return null;
  } catch (error) {
    if (!(error instanceof BadRecordFound)) throw error;
    const { example, isGuessed, isOwn } = error.finding;
    // damage is told as a fault of the file, unless another reading may find none
    if (isOwn && !isGuessed) throw findingFailure(error.finding);
    return { map: input.map, example, isGuessed };
  }
}

async function mapAndSend(job: YarnJob, input: MapInput, container: Container): Promise<void> {
  const { kernel, reporter, temp, write } = container;
  const startMs = Date.now();
  const keeper = new Keeper(kernel, {
    format: formatOf(job.spec),
    temp,
    cut: new Groups(job.parts, job.groups).cut,
    handsOn: true,
    breathe: () => {},
  });
  const mapper = new Mapper(keeper, { ...job, header: headerOf(job) }, 1);
  const output = new MapOutput(input.map, job, write);
  let [bytesRead, linesRead] = [0, 0];
  const progress = () => ({ 'bytes-read': bytesRead, lines: linesRead });
  const hooks = {
    onReject: (line: Buffer) => output.addReject(line),
    onRead: (bytes: number, lines: number) => {
      bytesRead += bytes;
      linesRead += lines;
      reporter.beat(`read ${bytesRead} bytes, ${linesRead} lines`, progress);
    },
  };
  await mapper.map(input.segments, hooks);
  await output.endRejects();
  const counts = mapper.counts;
  let linesKept = 0;
  await handOn(keeper, (bytes, lines, stretch) => {
    linesKept += lines;
    reporter.beat(`handed on ${linesKept} of ${linesRead} lines`, progress);
    return output.addLines(bytes, lines, stretch);
  });
  const { superseded } = kernel.counts;
  const span = { startMs, endMs: Date.now() };
  const books = { map: input.map, ...counts, superseded, spilledBytes: keeper.spilledBytes, span };
  await output.end(books);
  reporter.count({ ...progress(), ...countersOf(books) });
}

function countersOf({ lines, blank, headers, comments, skipped, rejected, superseded }: MapBooks) {
  const rejects = Object.values(rejected).reduce((sum, count) => sum + count, 0);
  return { lines, blank, headers, comments, skipped, superseded, rejected: rejects };
}
