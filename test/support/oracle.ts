/**
 * The right answer of the job, computed as naively as possible: from whole files, as strings of one character a byte, in
 * a Map. It shares no code with the job.
 */

export interface OracleSpec {
  readonly columns: number;
  readonly delimiter: string;
  readonly keyColumns: readonly number[];
  readonly orderColumn: number;
  readonly orderIsText: boolean;
}

export interface OracleReject {
  readonly file: number;
  readonly offset: number;
  readonly reason: 'columns' | 'order' | 'order-range' | 'length';
}

export interface OracleAnswer {
  /** The latest lines, in the order of their bytes. */
  readonly kept: string[];
  readonly rejects: OracleReject[];
  readonly lines: number;
  readonly blank: number;
}

export const MOVIES: OracleSpec = {
  columns: 4,
  delimiter: '^',
  keyColumns: [0, 1],
  orderColumn: 3,
  orderIsText: false,
};

export function oracle(files: readonly Buffer[], spec: OracleSpec): OracleAnswer {
  const latest = new Map<string, { order: string; line: string }>();
  const rejects: OracleReject[] = [];
  let lines = 0;
  let blank = 0;
  files.forEach((bytes, file) => {
    for (const { offset, line } of linesOf(bytes)) {
      lines++;
      if (line === '') {
        blank++;
        continue;
      }
      const fields = line.split(spec.delimiter);
      const order = fields[spec.orderColumn] as string;
      const reason = whatIsWrong(line, fields, order, spec);
      if (reason) {
        rejects.push({ file, offset, reason });
        continue;
      }
      const key = JSON.stringify(spec.keyColumns.map((column) => fields[column]));
      const before = latest.get(key);
      if (!before || isLater({ order, line }, before, spec)) latest.set(key, { order, line });
    }
  });
  return { kept: [...latest.values()].map(({ line }) => line).sort(), rejects, lines, blank };
}

/** The lines of Latin-1 text without their endings, in byte order. */
export function sortedLines(bytes: Buffer): string[] {
  const text = bytes.toString('latin1');
  return text === '' ? [] : text.replace(/\n$/, '').split('\n').sort();
}

function* linesOf(bytes: Buffer): Generator<{ offset: number; line: string }> {
  const text = bytes.toString('latin1');
  let offset = text.startsWith('\u00ef\u00bb\u00bf') ? 3 : 0;
  const rest = text.slice(offset);
  const pieces = rest.split('\n');
  if (pieces.at(-1) === '') pieces.pop();
  for (const piece of pieces) {
    yield { offset, line: piece.replace(/\r$/, '') };
    offset += piece.length + 1;
  }
}

function whatIsWrong(line: string, fields: string[], order: string, spec: OracleSpec): OracleReject['reason'] | null {
  if (line.length > 1024 * 1024) return 'length';
  if (fields.length !== spec.columns) return 'columns';
  if (spec.orderIsText) return null;
  if (!/^[+-]?[0-9]+$/.test(order)) return 'order';
  const value = BigInt(order.replace('+', ''));
  return value < -(2n ** 63n) || value >= 2n ** 63n ? 'order-range' : null;
}

function isLater(a: { order: string; line: string }, b: { order: string; line: string }, spec: OracleSpec): boolean {
  if (spec.orderIsText) {
    if (a.order !== b.order) return a.order > b.order;
  } else {
    const [x, y] = [BigInt(a.order.replace('+', '')), BigInt(b.order.replace('+', ''))];
    if (x !== y) return x > y;
  }
  return a.line > b.line;
}
