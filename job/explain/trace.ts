/** Finds all records of some keys in inputs, as a map reads them, and tells what became of each. */

import os from 'node:os';
import { needsOfHeader } from '../format/format';
import { formatOf } from '../format/formats';
import { listInputs } from '../input/list';
import { uncut } from '../kernel/hash-range';
import { loneKernel } from '../kernel/lone-kernel';
import { type RecordKey, soughtTableBytes } from '../kernel/sought-table';
import type { JobRequest } from '../options/options';
import { type Spec, summarySpec } from '../options/spec';
import type { WholeOutput } from '../publication/whole-output';
import { recordsOf } from '../run/records-of';
import { differingWords } from '../run/spec-difference';
import { Keeper } from '../runner/keeper';
import { Mapper } from '../runner/mapper';
import type { SoughtRecord } from '../runner/segment-hooks';
import { MiB } from '../shared/byte-units';
import { EXIT } from '../shared/exit';
import { Failure } from '../shared/failure';
import { sum } from '../shared/sum';
import type { InputFile } from '../store/place';
import { History, type InOutput, type ToldHistory } from './history';
import type { PartRecord } from './look-up';
import { OrderJudge } from './order-judge';

const MOST_RECORDS = 1000;
/** The memory for the lines of all keys, beyond one for each key. */
const LINES_BYTES = 256 * MiB;

export interface Traced {
  readonly files: number;
  readonly lines: number;
  /** Bad records of which it is not known whether they have one of the keys. */
  readonly unreadable: number;
  /** For each key. */
  readonly histories: readonly ToldHistory[];
}

/**
 * Reads the inputs of a request. `found` are the records of the output. The inputs are read by one thread. Throws with
 * exit code 65 where they are not read as records of the output.
 */
export async function trace(
  output: WholeOutput,
  request: JobRequest,
  keys: readonly RecordKey[],
  found: readonly (PartRecord | null)[],
  signal: AbortSignal,
): Promise<Traced> {
  const { files } = await listInputs(request.inputs, request.ifEmpty);
  const { spec, header } = await recordsOf(request, files, NO_OUTPUT, signal);
  refuseOtherSpec(output, spec);
  const judge = new OrderJudge(spec);
  const format = formatOf(spec);
  const kernel = loneKernel(format.kernel, soughtTableBytes(keys), { ...needsOfHeader(header), merges: false });
  const keeper = new Keeper(kernel, {
    format,
    temp: { path: os.tmpdir(), remedy: '' },
    cut: uncut,
    handsOn: false,
    breathe: () => signal.throwIfAborted(),
  });
  kernel.startSeek(keys);
  const limits = { records: MOST_RECORDS, bytes: LINES_BYTES / Math.max(1, keys.length) };
  const histories = keys.map(() => new History(limits));
  const mapper = new Mapper(keeper, { spec, header, badRecords: 'drop' }, 1);
  let rejected = 0;
  await mapper.map(Array.from(files, wholeFile), {
    onReject: () => {},
    onRead: () => {},
    onSought: (record) => {
      if (record.bad.reason !== 'sought') rejected++;
      take(histories[record.bad.sought as number] as History, record, judge);
    },
  });
  const { counts } = mapper;
  return {
    files: files.length,
    lines: counts.lines,
    unreadable: sum(Object.values(counts.rejected), (count) => count) - rejected,
    histories: histories.map((history, i) => {
      const record = found[i];
      const inOutput = record === null || record === undefined ? null : inOutputOf(record, judge);
      return history.told(inOutput, ({ line }) => judge.isForgotten(line));
    }),
  };
}

/** No output is merged: only the inputs are read. */
const NO_OUTPUT = { summary: undefined } as const;

function wholeFile(file: InputFile) {
  return { file, start: 0, end: file.sizeBytes };
}

function take(history: History, { file, bad, format, fields }: SoughtRecord, judge: OrderJudge): void {
  const { offset } = bad;
  if (bad.reason !== 'sought') {
    history.reject({ file, offset, reason: bad.reason, detail: format.describe(bad), line: Buffer.from(bad.line) });
    return;
  }
  const line = judge.recordOf(bad.line, fields);
  history.add({ file, offset, line, orders: judge.ordersOf(line) });
}

function inOutputOf({ part, offset, line, isDeleted }: PartRecord, judge: OrderJudge): InOutput {
  return { file: part.path, offset, line, orders: judge.ordersOf(line), isDeleted };
}

function refuseOtherSpec({ summary, location }: WholeOutput, spec: Spec): void {
  const now = summarySpec(spec, summary.spec.header);
  const words = differingWords(summary.spec, now, { former: true, now: true });
  if (words === null) return;
  throw new Failure(
    EXIT.badData,
    `the inputs are not read as the records of '${location}': it was made with ${words.former}, and its command line has ` +
      `${words.now}`,
  );
}
