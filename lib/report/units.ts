import { grouped } from '../../job/figures';

/** Between a figure and its unit: a line never ends there. */
const NBSP = '\u00a0';

/** `6,938,338`. */
export function count(n: number): string {
  return grouped(n);
}

/** `1 line`, `2 lines`. */
export function counted(n: number, one: string, many = `${one}s`): string {
  return `${count(n)} ${n === 1 ? one : many}`;
}

/** `12.2M`. */
export function compact(n: number): string {
  const { name, size } = largest(n, THOUSANDS);
  return `${digits(n / size)}${name}`;
}

/** `69.4%`; never 0% of something nor 100% of less than everything. */
export function share(n: number, total: number): string {
  if (n === 0) return '0%';
  if (n === total || total <= 0) return '100%';
  const percent = (100 * n) / total;
  if (percent < 0.1) return '<0.1%';
  if (percent > 99.9) return '>99.9%';
  return `${percent.toFixed(1)}%`;
}

export interface Unit {
  readonly name: string;
  readonly size: number;
}

const THOUSANDS: readonly Unit[] = ['', 'K', 'M', 'B', 'T'].map((name, i) => ({ name, size: 1000 ** i }));
const DECIMAL: readonly Unit[] = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'].map((name, i) => ({ name, size: 1000 ** i }));
const BINARY: readonly Unit[] = ['B', 'KiB', 'MiB', 'GiB', 'TiB'].map((name, i) => ({ name, size: 1024 ** i }));
const TIME: readonly Unit[] = [
  { name: 'ms', size: 1 },
  { name: 's', size: 1000 },
  { name: 'min', size: 60_000 },
  { name: 'h', size: 3_600_000 },
];

/** `376 MB`: sizes of files and rates. */
export function bytes(n: number): string {
  return inUnit(n, byteUnit(n));
}

/** `4 GiB`: memory, which is budgeted in powers of two. */
export function memory(n: number): string {
  return inUnit(n, largest(n, BINARY));
}

/** `14 ms`, `3.25 s`, `4 min 12 s`, `2 h 05 min`. */
export function duration(ms: number): string {
  if (ms < 999.5) return `${digits(Math.max(0, ms))}${NBSP}ms`;
  if (ms < 59_950) return `${digits(ms / 1000)}${NBSP}s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 3600) return `${Math.floor(seconds / 60)}${NBSP}min ${String(seconds % 60).padStart(2, '0')}${NBSP}s`;
  const minutes = Math.round(seconds / 60);
  return `${Math.floor(minutes / 60)}${NBSP}h ${String(minutes % 60).padStart(2, '0')}${NBSP}min`;
}

/** The unit of an axis that ends at `n` bytes. */
export function byteUnit(n: number): Unit {
  return largest(n, DECIMAL);
}

/** The unit of an axis that ends at `ms`: one that leaves more than a tick or two. */
export function timeUnit(ms: number): Unit {
  return largest(ms / 1.5, TIME);
}

function largest(n: number, units: readonly Unit[]): Unit {
  // 999.6 kB would read "1000 kB": half of the last digit shown already belongs to the next unit.
  const unit = units.findLast(({ size }) => n >= size * 0.9995) ?? units[0];
  if (!unit) throw new RangeError('no units');
  return unit;
}

function inUnit(n: number, { name, size }: Unit): string {
  return `${digits(n / size)}${NBSP}${name}`;
}

/** Three digits, or all of those before the point: 16.0 beside 15.9, but 4 where it is exactly that, and 1023. */
function digits(n: number): string {
  if (Number.isInteger(n)) return String(n);
  if (n >= 100) return String(Math.round(n));
  return n >= 1 ? n.toPrecision(3) : String(Number(n.toPrecision(3)));
}
