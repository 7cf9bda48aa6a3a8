/**
 * Collects the tokens that reduce tasks handed in, and checks that every part and every split of the job is there
 * exactly once. Pure.
 */

import { NEWLINE } from '../../format/lines';
import type { WrittenPart } from '../../output/part-writer';
import { EXIT } from '../../shared/exit';
import { Failure } from '../../shared/failure';
import { parsePartName } from '../../shared/part-name';
import type { Schema } from '../../shared/schema';
import { sum } from '../../shared/sum';
import { addCounts } from '../add-counts';
import type { ReduceResult } from '../results';
import type { Mapped } from '../runner';
import { COUNTER_GROUP, COUNTERS, type ReduceToken } from './contract';
import { parseToken } from './handed-in';
import type { JobCounters } from './rest';

export interface Collected {
  readonly mapped: readonly Mapped[];
  readonly reduced: readonly ReduceResult[];
}

/** The run whose results are expected. */
export interface Tasks {
  readonly run: string;
  /** The form of the receipts of staged parts. */
  readonly receipt: Schema;
  readonly splits: number;
  readonly parts: number;
}

/**
 * `lines` are tokens as JSON, in any order. Throws with exit code 70 unless every part and every split is there once.
 */
export function collect(lines: Buffer, tasks: Tasks): Collected {
  const tokens = tokensIn(lines, tasks);
  const reduced = eachOnce(tokens, (token) => token.partition, tasks.parts, 'part');
  const books = eachOnce(
    tokens.flatMap((token) => token.books),
    ({ split }) => split,
    tasks.splits,
    'split',
  );
  const rejects = tokens.flatMap((token) => token.rejects).sort((a, b) => a.split - b.split);
  checkRejects(rejects.map(({ written }) => written));
  return {
    mapped: books,
    reduced: reduced.map((token) => ({
      ...token,
      rejects: token.rejects.map(({ written }) => written),
      former: null,
    })),
  };
}

/** Throws with exit code 70 where Hadoop's counters, which come another way, differ from the books of the tasks. */
export function checkCounters(counters: JobCounters, { mapped, reduced }: Collected): void {
  const rejected = sum(mapped, (split) => sum(Object.values(split.rejected), (count) => count));
  const own = addCounts(mapped, reduced, rejected);
  for (const name of COUNTERS) {
    if (name === 'bytes-read') continue;
    // a counter that Hadoop does not list is 0
    const counted = counters.get(`${COUNTER_GROUP}/${name}`) ?? 0;
    if (counted === own[name]) continue;
    throw defect(`Hadoop counted ${counted} for '${name}' where the tasks counted ${own[name]}`);
  }
}

function tokensIn(lines: Buffer, tasks: Tasks): ReduceToken[] {
  const tokens: ReduceToken[] = [];
  // the lines are cut as bytes, because all tokens together may be longer than the longest string
  for (let start = 0; start < lines.length; ) {
    const newline = lines.indexOf(NEWLINE, start);
    const end = newline < 0 ? lines.length : newline;
    if (end > start) tokens.push(tokenOf(lines.subarray(start, end), tasks));
    start = end + 1;
  }
  return tokens;
}

function tokenOf(line: Buffer, { run, receipt }: Tasks): ReduceToken {
  try {
    return parseToken(line, run, receipt);
  } catch (error) {
    const { message } = error as Error;
    throw defect(
      `a reduce task handed in something that is not a token (${message}): '${line.subarray(0, 100)}'`,
      error,
    );
  }
}

/** The items in the order of their numbers. Throws unless each number below `count` is there exactly once. */
function eachOnce<T>(items: readonly T[], numberOf: (item: T) => number, count: number, kind: string): T[] {
  const byNumber = new Map<number, T>();
  for (const item of items) {
    const number = numberOf(item);
    if (byNumber.has(number)) throw defect(`${kind} ${number} was handed in twice`);
    byNumber.set(number, item);
  }
  const found = Array.from({ length: count }, (_, number) => {
    const item = byNumber.get(number);
    if (item === undefined) throw defect(`${kind} ${number} of ${count} was not handed in`);
    return item;
  });
  if (byNumber.size > count) throw defect(`${byNumber.size} ${kind}s were handed in, of ${count}`);
  return found;
}

/**
 * Checks the numbers of files of rejects, which are given, and have to be numbered, in the order of their splits.
 */
function checkRejects(rejects: readonly WrittenPart[]): void {
  for (const [number, { part }] of rejects.entries()) {
    if (parsePartName(part.name)?.number === number) continue;
    throw defect(`file ${number} of the rejects was handed in as '${part.name}'`);
  }
}

function defect(message: string, cause?: unknown): Failure {
  return new Failure(EXIT.software, `${message}; nothing was published, please report this`, { cause });
}
