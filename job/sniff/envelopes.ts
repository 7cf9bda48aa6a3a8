/**
 * Envelopes: objects with an operation, the row before it in `before` and the row behind it in `after`, as Debezium and
 * GoldenGate write them. A row that was inserted is in `after` alone, and one that was deleted in `before` alone. All of these may be in
 * `payload`, beside a `schema`. Pure.
 */

/** The values of a record by their paths; null for null. */
type Values = ReadonlyMap<string, string | null>;

/** The name of the operation, its values, and that of a delete. Debezium has `r` for the rows that a snapshot reads. */
const OPERATIONS = [
  { name: 'op', all: ['c', 'u', 'd', 'r'], deletes: 'd' },
  { name: 'op_type', all: ['I', 'U', 'D'], deletes: 'D' },
] as const;
/** Fewer of all records than this share say nothing. */
const LEAST_SHARE = 0.75;
/** How paths begin where a converter has written the schema too. */
const PAYLOAD = 'payload.';
const ROW = /^(payload\.)?(?:after|before)(?:\.|$)/;

/** Whether most records are envelopes. The others, such as heartbeats and truncations, have no row. */
export function areEnvelopes(records: readonly Values[]): boolean {
  return records.length > 0 && records.filter(isEnvelope).length >= LEAST_SHARE * records.length;
}

export function isEnvelope(values: Values): boolean {
  return isEnvelopeIn(values, '') || isEnvelopeIn(values, PAYLOAD);
}

function isEnvelopeIn(values: Values, around: string): boolean {
  return OPERATIONS.some(({ name, all, deletes }) => {
    const operation = values.get(around + name);
    if (!all.some((each) => each === operation)) return false;
    const row = operation === deletes ? `${around}before.` : `${around}after.`;
    return [...values.keys()].some((path) => path.startsWith(row));
  });
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
