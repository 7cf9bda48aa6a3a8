/** The findings as `dedup sniff --json` prints them. job/README.md describes each field. Pure. */

import type { Looked } from './describe';
import type { Findings } from './findings';
import type { RunCommand } from './run-command';
import { decoded } from './table';
import { KINDS } from './value-kinds';

const SHOWN_RECORDS = 3;

export function findingsDocument(findings: Findings, looked: Looked, command: RunCommand) {
  const { table, order, keys, encoding, others, doubts } = findings;
  const { text, columns, records, lineEnd, skipLines, bad } = table;
  const guess = keys.guess === null ? null : keys.guess.columns;
  return {
    files: { ...looked, others },
    format: text === null ? 'json' : text.format,
    encoding,
    lineEnd,
    skipLines,
    text: text && {
      delimiter: decoded(text.dialect.delimiter),
      quote: text.dialect.quote,
      escape: text.dialect.escape,
      isTrimmed: text.dialect.isTrimmed,
      hasTrailingDelimiter: text.dialect.hasTrailingDelimiter,
      comment: text.comment,
      hasHeader: text.hasHeader,
    },
    columns: columns.map(({ name, kind, distinct }) => ({
      name,
      type: KINDS[kind.kind].shown,
      empty: kind.empty,
      distinct,
    })),
    order: order.order,
    otherOrders: order.others,
    key: guess,
    keyCandidates: keys.candidates.map(({ columns: names, distinct }) => ({ columns: names, distinct })),
    records: {
      count: records,
      bad,
      examples: Array.from({ length: Math.min(SHOWN_RECORDS, records) }, (_, i) =>
        columns.map(({ values }) => (values[i] == null ? null : decoded(values[i]))),
      ),
    },
    unsure: [...doubts, { about: 'key', why: 'nothing in the files says which columns make the key: it is a guess' }],
    command: command.words,
    isComplete: command.isComplete,
  };
}
