/**
 * Parses and checks the documents that tasks hand in: a token through Hadoop's committer, and a note about the error of
 * a task below `_temporary/`. Anybody who can write there may have written them.
 */

import type { WrittenPart } from '../../output/part-writer';
import { stagedPart } from '../../publication/journal';
import { EXIT } from '../../shared/exit';
import { MAX_PARTS } from '../../shared/output-files';
import { type PartName, parsePartName } from '../../shared/part-name';
import {
  COUNT,
  listOf,
  matching,
  NUMBER,
  object,
  oneOf,
  orNull,
  type Schema,
  shown,
  TEXT,
  YES_OR_NO,
} from '../../shared/schema';
import { MOST_FILES, parseDocument } from '../../shared/stored-document';
import { ODDITIES } from '../../summary/summary';
import { ODDITY, REJECT_COUNTS, REJECT_EXAMPLE, SUMMARY_PART } from '../../summary/summary-schema';
import { MOST_REJECT_EXAMPLES } from '../mapper';
import type { LastWords, ReduceToken } from './contract';

const SPAN = object({ startMs: NUMBER, endMs: NUMBER });
const writtenPart = (receipt: Schema) => object({ part: SUMMARY_PART, staged: stagedPart(receipt) });

const BOOKS = object({
  split: COUNT,
  lines: COUNT,
  blank: COUNT,
  headers: COUNT,
  comments: COUNT,
  skipped: COUNT,
  rejected: REJECT_COUNTS,
  examples: listOf(REJECT_EXAMPLE, MOST_REJECT_EXAMPLES),
  sawQuotes: YES_OR_NO,
  utf16Files: COUNT,
  rearrangedFiles: COUNT,
  oddities: listOf(ODDITY, ODDITIES.length),
  checksums: listOf(object({ file: TEXT, start: COUNT, end: COUNT, crc32: COUNT }), MOST_FILES),
  segments: listOf(object({ file: TEXT, start: COUNT, first: orNull(COUNT), end: orNull(COUNT) }), MOST_FILES),
  span: SPAN,
  superseded: COUNT,
  spilledBytes: COUNT,
});

const tokenOf = (receipt: Schema): Schema =>
  object({
    partition: COUNT,
    parts: listOf(writtenPart(receipt), 1),
    deleted: listOf(writtenPart(receipt), 1),
    forgotten: COUNT,
    superseded: COUNT,
    spilledBytes: COUNT,
    formerLines: COUNT,
    span: SPAN,
    rejects: listOf(object({ split: COUNT, written: writtenPart(receipt) }), MAX_PARTS),
    books: listOf(BOOKS, MAX_PARTS),
  });

const LAST_WORDS: Schema = object({
  attempt: matching(/^\w{1,100}$/, 'the name of an attempt'),
  exitCode: oneOf(...Object.values(EXIT)),
  message: TEXT,
  finding: orNull(object({ split: COUNT, example: REJECT_EXAMPLE, isGuessed: YES_OR_NO })),
});

/**
 * Parses the token of a part. `receipt` is the form of the receipts in the token. Throws an error that says what
 * is wrong with the token.
 */
export function parseToken(line: Buffer, run: string, receipt: Schema): ReduceToken {
  const token = parseDocument(line, tokenOf(receipt)) as ReduceToken;
  const { partition, parts, deleted, rejects } = token;
  const [part] = parts;
  if (part === undefined) throw new Error('parts has no part');
  requireNamed('parts[0]', part, { kind: 'part', number: partition, run });
  for (const written of deleted) requireNamed('deleted[0]', written, { kind: 'deletes', number: partition, run });
  for (const [i, { written }] of rejects.entries()) {
    requireNamed(`rejects[${i}].written`, written, { kind: 'rejects', run });
  }
  return token;
}

/**
 * Parses the note of a failed task. Undefined where it cannot be understood, because it may be read while it is
 * written.
 */
export function parseLastWords(bytes: Buffer): LastWords | undefined {
  try {
    return parseDocument(bytes, LAST_WORDS) as LastWords;
  } catch {
    return undefined;
  }
}

/** The expected name of a file. The number of a file of rejects cannot be told from one token alone. */
type Named = Pick<PartName, 'kind' | 'run'> & Partial<Pick<PartName, 'number'>>;

function requireNamed(path: string, { part, staged }: WrittenPart, { kind, number, run }: Named): void {
  const found = parsePartName(part.name);
  const isMeant = found?.kind === kind && found.run === run && (number === undefined || found.number === number);
  if (!isMeant) {
    const which = number === undefined ? kind : `${kind} ${number}`;
    throw new Error(`${path}.part.name is ${shown(part.name)}, expected that of ${which} of run ${run}`);
  }
  if (staged.name !== part.name || staged.sizeBytes !== part.bytes) {
    throw new Error(`${path}.staged is of another file than ${path}.part`);
  }
}
