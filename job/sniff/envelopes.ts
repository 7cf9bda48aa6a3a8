/**
 * Debezium's envelopes: objects with an operation in `op`, the row before it in `before` and the row behind it in `after`.
 * A row that was inserted is in `after` alone, and one that was deleted in `before` alone. Pure.
 */

/** The values of a record by their paths; null for null. */
type Values = ReadonlyMap<string, string | null>;

/** Creations, updates and deletes, and the rows that a snapshot reads. */
const OPERATIONS = ['c', 'u', 'd', 'r'];
const ROW = /^(?:after|before)(?:\.|$)/;

/** Whether all records are envelopes. A record with other operations, which has no row, makes that unsure. */
export function areEnvelopes(records: readonly Values[]): boolean {
  return records.length > 0 && records.every(isEnvelope);
}

function isEnvelope(values: Values): boolean {
  const operation = values.get('op');
  if (typeof operation !== 'string' || !OPERATIONS.includes(operation)) return false;
  const row = operation === 'd' ? 'before.' : 'after.';
  return [...values.keys()].some((path) => path.startsWith(row));
}

/** The values of an envelope, with the two values of each column of the row joined as alternatives. */
export function joinedRows(values: Values): Values {
  const joined = new Map<string, string | null>();
  for (const [path, value] of values) {
    const [, name] = /^(?:after|before)\.(.*)$/s.exec(path) ?? [];
    if (name !== undefined) joined.set(`after.${name}|before.${name}`, firstOf(values, name));
    else if (!ROW.test(path)) joined.set(path, value);
  }
  return joined;
}

function firstOf(values: Values, name: string): string | null {
  const after = values.get(`after.${name}`);
  if (after !== undefined && after !== null) return after;
  const before = values.get(`before.${name}`);
  return before === undefined ? null : before;
}
