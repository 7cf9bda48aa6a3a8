import {
  DECIMAL_BYTES,
  fileSize,
  memorySize,
  threeDigits,
  timeTaken,
  type Unit,
  unitOf,
} from '../../../job/shared/figures';

export { counted, grouped as count } from '../../../job/shared/figures';

/** Stands between a figure and its unit, where no line may break. */
const NBSP = '\u00a0';

/** `12.2M`. */
export function compact(n: number): string {
  const { name, size } = unitOf(n, THOUSANDS);
  return `${threeDigits(n / size)}${name}`;
}

/** `69.4%`. Never 0% for a part that is not empty, nor 100% for a part that is not everything. */
export function share(n: number, total: number): string {
  if (n === 0) return '0%';
  if (n === total || total <= 0) return '100%';
  const percent = (100 * n) / total;
  if (percent < 0.1) return '<0.1%';
  if (percent > 99.9) return '>99.9%';
  return `${percent.toFixed(1)}%`;
}

const THOUSANDS: readonly Unit[] = ['', 'K', 'M', 'B', 'T'].map((name, i) => ({ name, size: 1000 ** i }));
const TIME: readonly Unit[] = [
  { name: 'ms', size: 1 },
  { name: 's', size: 1000 },
  { name: 'min', size: 60_000 },
  { name: 'h', size: 3_600_000 },
];

/** `376 MB`, for file sizes and rates. */
export function bytes(n: number): string {
  return fileSize(n, NBSP);
}

/** `4 GiB`, for memory, which is budgeted in powers of two. */
export function memory(n: number): string {
  return memorySize(n, NBSP);
}

/** `14 ms`, `3.25 s`, `4 min 12 s`, `2 h 05 min`. */
export function duration(ms: number): string {
  return timeTaken(ms, NBSP);
}

/** The unit of an axis that ends at `n` bytes. */
export function byteUnit(n: number): Unit {
  return unitOf(n, DECIMAL_BYTES);
}

/** The unit of an axis that ends at `ms`, chosen so that the axis has more than one or two ticks. */
export function timeUnit(ms: number): Unit {
  return unitOf(ms / 1.5, TIME);
}
