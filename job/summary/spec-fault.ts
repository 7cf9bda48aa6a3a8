import { alternativesOf, columnFault, pathInTwo } from '../shared/json-path';
import { MAX_COLUMNS, MAX_DELIMITER_BYTES } from '../shared/limits';
import { shown } from '../shared/schema';
import type { Summary, SummarySpec } from './summary';

/** Says where the fields of the spec contradict each other, null where they do not. */
export function specFault({ spec }: Summary): string | null {
  const { columns, key, orderBy, deleteWhen, quote, escape: escaping, header } = spec;
  // without quotes and escapes a newline would end the header
  if (quote === null && escaping === null && header?.includes('\n'))
    return `spec.header is ${shown(header)}, expected a line`;
  if (key.length === 0) return 'spec.key has no column';
  if (orderBy.length === 0) return 'spec.orderBy has no column';
  if (quote !== null && escaping === null) return 'spec.quote is stated without spec.escape, expected both';
  const unranked = orderBy.findIndex(({ type, ranks }) => (type === 'rank') !== ranks.length > 0);
  if (unranked >= 0) return `spec.orderBy[${unranked}].ranks has ${orderBy[unranked]?.ranks.length} entries`;
  const used = new Set([...key, ...[...orderBy, ...deleteWhen].map(({ column }) => column)]);
  const known = new Set(columns);
  const unknown = [...used].find((name) => !known.has(name));
  if (unknown !== undefined) {
    return `spec.key, spec.orderBy or spec.deleteWhen has ${shown(unknown)}, which is no column`;
  }
  return spec.format === 'json' ? jsonFault(spec, used) : delimitedFault(spec);
}

function delimitedFault({ delimiter }: SummarySpec): string | null {
  return delimiter === '' ? `spec.delimiter is "", expected 1 to ${MAX_DELIMITER_BYTES} bytes` : null;
}

/** The columns of JSON Lines are the names that are used. Nothing says how their fields are written. */
function jsonFault(spec: SummarySpec, used: ReadonlySet<string>): string | null {
  const { delimiter, quote, escape: escaping, header, isTrimmed, hasTrailingDelimiter, columns } = spec;
  if (delimiter !== '') return `spec.delimiter is ${shown(delimiter)}, expected "" in JSON Lines`;
  if (quote !== null || escaping !== null || header !== null || isTrimmed || hasTrailingDelimiter) {
    return 'spec has a quote, an escape, a header, isTrimmed or hasTrailingDelimiter, expected none of them in JSON Lines';
  }
  if (columns.length !== used.size) {
    return 'spec.columns has more names than spec.key, spec.orderBy and spec.deleteWhen';
  }
  const names = columns.map((name) => ({ name, fault: columnFault(name) }));
  const wrong = names.find(({ fault }) => fault !== null);
  if (wrong !== undefined) return `spec.columns has ${shown(wrong.name)}, which ${wrong.fault}`;
  const paths = columns.flatMap(alternativesOf).length;
  if (paths > MAX_COLUMNS) return `spec.columns has ${paths} names, expected at most ${MAX_COLUMNS}`;
  const { key, orderBy } = spec;
  const shared = pathInTwo(key) ?? pathInTwo(orderBy.map(({ column }) => column));
  return shared === undefined ? null : `spec.key or spec.orderBy has ${shown(shared)} in two columns`;
}
