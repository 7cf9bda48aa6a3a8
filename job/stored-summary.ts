import { REJECT_REASONS, SUMMARY_VERSION, type Summary } from './summary';

type Check = (value: unknown) => boolean;

const isText: Check = (value) => typeof value === 'string';
const isCount: Check = (value) => Number.isSafeInteger(value) && Number(value) >= 0;
const isOneOf =
  (...allowed: unknown[]): Check =>
  (value) =>
    allowed.includes(value);
const isListOf =
  (isItem: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every(isItem);
/** Whoever edits a summary must not make us remove what lies elsewhere, so only names that a run gives are good. */
const isPart =
  (name: RegExp): Check =>
  (value) =>
    name.test(String(at(value, 'name'))) && ['bytes', 'lines', 'crc32'].every((field) => isCount(at(value, field)));

const EXPECTED: readonly (readonly [path: string, isRight: Check])[] = [
  ['version', isOneOf(SUMMARY_VERSION)],
  ['format', isCount],
  ['run', isText],
  ['command', isListOf(isText)],
  ['startedAt', isText],
  ['spec.columns', isListOf(isText)],
  ['spec.key', isListOf(isText)],
  ['spec.orderBy.column', isText],
  ['spec.orderBy.type', isOneOf('int', 'text')],
  ['spec.delimiter', isText],
  ['spec.header', (value) => value === null || isText(value)],
  ['badRecords', isOneOf('fail', 'drop', 'keep')],
  ['inputs.paths', isListOf(isText)],
  ...['lines', 'blank', 'headers', 'kept', 'superseded', 'rejected'].map(
    (name) => [`counts.${name}`, isCount] as const,
  ),
  ...REJECT_REASONS.map((reason) => [`rejects.byReason.${reason}`, isCount] as const),
  ['output.compress', isOneOf('none', 'gzip')],
  ['output.bytes', isCount],
  ['output.parts', isListOf(isPart(/^[^/\\._][^/\\]*$/))],
  ['output.rejected', isListOf(isPart(/^_rejected\/[^/\\._][^/\\]*$/))],
];

/** The summary in a JSON value that was read back. Throws an error that says what is wrong with it. */
export function checkSummary(value: unknown): Summary {
  for (const [path, isRight] of EXPECTED) {
    const found = at(value, path);
    if (!isRight(found)) throw new Error(`${path} is ${shortened(found)}`);
  }
  const { columns, key, orderBy } = (value as Summary).spec;
  const unknown = [...key, orderBy.column].find((name) => !columns.includes(name));
  if (unknown !== undefined || key.length === 0) throw new Error(`spec.key or spec.orderBy has ${shortened(unknown)}`);
  // summaries that were written before keys were counted have none
  return { keys: null, ...(value as Omit<Summary, 'keys'>) };
}

/** The value at `spec.orderBy.column`, undefined where the path leads nowhere. */
export function at(value: unknown, path: string): unknown {
  let found = value;
  for (const name of path.split('.')) {
    if (typeof found !== 'object' || found === null) return undefined;
    found = (found as Record<string, unknown>)[name];
  }
  return found;
}

function shortened(value: unknown): string {
  return value === undefined ? 'missing' : JSON.stringify(value).slice(0, 60);
}
