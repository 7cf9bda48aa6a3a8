/** The text that tells a person why records are what they are. */

import type { ExplainedKey, Explanation } from '../explain/explain';
import type { Decision, Fate, Place, ToldHistory, ToldRecord } from '../explain/history';
import { counted, grouped } from '../shared/figures';
import { lineContent } from '../shared/line-content';
import { printable } from '../shared/printable';
import { shownOf } from '../shared/shown-bytes';

export function describeExplained(explanation: Explanation): string {
  const { keys, traced, merged } = explanation;
  const lines = keys.flatMap((key) => describeKey(key, explanation));
  if (traced !== null) {
    lines.push(`read ${counted(traced.lines, 'line')} of ${counted(traced.files, 'file')}`);
    if (traced.unreadable > 0) {
      lines.push(`  ${counted(traced.unreadable, 'bad record')} may have any key, since theirs cannot be read`);
    }
    if (merged !== null)
      lines.push(`  the output was merged with that of run ${merged}, which may have had other inputs than these`);
  }
  return lines.map(printable).join('\n');
}

function describeKey({ text, found, history }: ExplainedKey, explanation: Explanation): string[] {
  const key = shown(text);
  // the order of the values is that of the columns, which may not be the one that the user has in mind
  const absent = `absent (the key is ${keyNames(explanation.spec)})`;
  const head = `${key}: ${found === null ? absent : foundWords(found)}`;
  return history === null ? [head] : [head, ...describeHistory(history, explanation)];
}

function foundWords(found: NonNullable<ExplainedKey['found']>): string {
  return `${found.isDeleted ? 'deleted by the record ' : ''}in ${placeWords(partPlace(found))}: ${shownOf(found.line)}`;
}

function describeHistory({ records, older, rejected, moreRejected }: ToldHistory, explanation: Explanation): string[] {
  const lines = rejected.map((each) => `  ${placeWords(each)}: rejected (${each.reason}): ${each.detail}`);
  if (moreRejected > 0) lines.push(`  ${grouped(moreRejected)} more rejected`);
  if (older > 0) lines.push(`  ${grouped(older)} older, superseded too`);
  for (const record of records) {
    lines.push(`  ${placeWords(record)}: ${orderWords(record, explanation)}, ${fateWords(record.fate, explanation)}`);
  }
  return lines.length === 0 ? ['  no record in the inputs'] : lines;
}

function orderWords(record: ToldRecord, { spec, judge }: Explanation): string {
  const values = judge.valuesOf(record.line);
  return spec.orderBy.map((_, i) => `${orderName(spec, i)} ${shown(values[i] as string)}`).join(', ');
}

const FATE_WORDS = {
  kept: 'kept',
  deleted: 'a delete, and the latest: the key is deleted',
  forgotten: 'a delete, and the latest, but so old that the output has forgotten it',
  'not-in-output': 'the latest, but not in the output',
} as const;

function fateWords(fate: Fate, { spec }: Explanation): string {
  if (fate.kind !== 'superseded') return FATE_WORDS[fate.kind];
  return `superseded by ${placeWords(fate.by)}: ${decisionWords(fate.decidedBy, spec)}`;
}

function decisionWords(decision: Decision, spec: Explanation['spec']): string {
  if (decision === 'same') return 'the same record';
  if (decision === 'line') return 'a tie, in which the greater line is kept';
  return `its ${orderName(spec, decision)} is later`;
}

function orderName({ columns, orderBy }: Explanation['spec'], order: number): string {
  return columns[(orderBy[order] as { column: number }).column] as string;
}

function keyNames({ columns, keyColumns }: Explanation['spec']): string {
  return keyColumns.map((column) => columns[column]).join(',');
}

function placeWords({ file, offset }: Place): string {
  return `'${file}' at byte ${offset}`;
}

function partPlace({ part, offset }: NonNullable<ExplainedKey['found']>): Place {
  return { file: part.path, offset };
}

function shown(latin1: string): string {
  return shownOf(Buffer.from(latin1, 'latin1'));
}

/** The document of `--json`. */
export function explanationDocument(output: string, explanation: Explanation): unknown {
  const { keys, traced, merged } = explanation;
  return {
    output,
    keys: keys.map((key) => keyDocument(key, explanation)),
    inputs:
      traced === null ? null : { files: traced.files, lines: traced.lines, unreadable: traced.unreadable, merged },
  };
}

function keyDocument({ text, found, history }: ExplainedKey, explanation: Explanation): unknown {
  const record = found && { ...partPlace(found), ...lineContent('line', found.line) };
  const key = lineContent('key', Buffer.from(text, 'latin1'));
  const place = found?.isDeleted ? { found: null, deleted: record } : { found: record, deleted: null };
  if (history === null) return { ...key, ...place };
  const { records, older, rejected, moreRejected } = history;
  return {
    ...key,
    ...place,
    records: records.map((each) => recordDocument(each, explanation)),
    older,
    rejected: rejected.map(({ line, ...each }) => ({ ...each, ...lineContent('line', line) })),
    moreRejected,
  };
}

function recordDocument({ file, offset, line, fate }: ToldRecord, { spec, judge }: Explanation): unknown {
  const values = judge.valuesOf(line).map((value) => Buffer.from(value, 'latin1').toString());
  const order = Object.fromEntries(values.map((value, i) => [orderName(spec, i), value]));
  const place = { file, offset, order, ...lineContent('line', line), fate: fate.kind };
  if (fate.kind !== 'superseded') return place;
  const { by, decidedBy } = fate;
  return { ...place, by, decidedBy: typeof decidedBy === 'number' ? orderName(spec, decidedBy) : `(${decidedBy})` };
}
