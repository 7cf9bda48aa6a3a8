/**
 * Debezium's envelopes: objects with an operation in `op`, the row before it in `before` and the row behind it in `after`.
 * A row that was inserted is in `after` alone, and one that was deleted in `before` alone. All of these may be in
 * `payload`, beside a `schema`. Pure.
 */

/** The values of a record by their paths; null for null. */
type Values = ReadonlyMap<string, string | null>;

/** Creations, updates and deletes, and the rows that a snapshot reads. */
const OPERATIONS = ['c', 'u', 'd', 'r'];
/** How paths begin where a converter has written the schema too. */
const PAYLOAD = 'payload.';
const ROW = /^(payload\.)?(?:after|before)(?:\.|$)/;

/** Whether all records are envelopes. A record with other operations, which has no row, makes that unsure. */
export function areEnvelopes(records: readonly Values[]): boolean {
  return records.length > 0 && records.every(isEnvelope);
}

function isEnvelope(values: Values): boolean {
  return isEnvelopeIn(values, '') || isEnvelopeIn(values, PAYLOAD);
}

function isEnvelopeIn(values: Values, around: string): boolean {
  const operation = values.get(`${around}op`);
  if (typeof operation !== 'string' || !OPERATIONS.includes(operation)) return false;
  const row = operation === 'd' ? `${around}before.` : `${around}after.`;
  return [...values.keys()].some((path) => path.startsWith(row));
}

/**
 * The values of an envelope, with the two values of each column of the row joined as alternatives. The schema beside a
 * payload is left out.
 */
export function joinedRows(values: Values): Values {
  const joined = new Map<string, string | null>();
  const hasPayload = values.has(`${PAYLOAD}op`);
  for (const [path, value] of values) {
    const [, around = '', name] = /^(payload\.)?(?:after|before)\.(.*)$/s.exec(path) ?? [];
    if (name !== undefined) {
      joined.set(`${around}after.${name}|${around}before.${name}`, firstOf(values, around, name));
    } else if (!ROW.test(path) && !(hasPayload && path.startsWith('schema.'))) joined.set(path, value);
  }
  return joined;
}

function firstOf(values: Values, around: string, name: string): string | null {
  const after = values.get(`${around}after.${name}`);
  if (after !== undefined && after !== null) return after;
  const before = values.get(`${around}before.${name}`);
  return before === undefined ? null : before;
}
