/** `1 column`, `2 columns`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${grouped(count)} ${count === 1 ? one : many}`;
}

/** `a, b or c`. */
export function alternatives(texts: readonly string[]): string {
  return [texts.slice(0, -1).join(', '), ...texts.slice(-1)].filter((text) => text !== '').join(' or ');
}

/** `grouped(6938338)` is `6,938,338`. `Intl` is not used, since its first use takes as long as a small run. */
export function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}

export interface Unit {
  readonly name: string;
  readonly size: number;
}

export const DECIMAL_BYTES: readonly Unit[] = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'].map((name, i) => ({
  name,
  size: 1000 ** i,
}));

const BINARY_BYTES: readonly Unit[] = ['B', 'KiB', 'MiB', 'GiB', 'TiB'].map((name, i) => ({
  name,
  size: 1024 ** i,
}));

/** `4 GiB`: memory, which is budgeted in powers of two. */
export function memorySize(bytes: number, space = ' '): string {
  return inUnit(bytes, unitOf(bytes, BINARY_BYTES), space);
}

/** `376 MB`: the size of files. */
export function fileSize(bytes: number, space = ' '): string {
  return inUnit(bytes, unitOf(bytes, DECIMAL_BYTES), space);
}

/** `14 ms`, `3.25 s`, `4 min 12 s`, `2 h 05 min`. */
export function timeTaken(ms: number, space = ' '): string {
  if (ms < 999.5) return `${threeDigits(Math.max(0, ms))}${space}ms`;
  if (ms < 59_950) return `${threeDigits(ms / 1000)}${space}s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 3600) return `${Math.floor(seconds / 60)}${space}min ${String(seconds % 60).padStart(2, '0')}${space}s`;
  return hours(seconds, space);
}

/** `45 s`, `12 min`, `3 h 05 min`: the age of a cluster or of a step, of which only the order of magnitude matters. */
export function roughTime(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 120) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 120 ? `${minutes} min` : hours(seconds, ' ');
}

function hours(seconds: number, space: string): string {
  const minutes = Math.round(seconds / 60);
  return `${Math.floor(minutes / 60)}${space}h ${String(minutes % 60).padStart(2, '0')}${space}min`;
}

/** The largest of some units (which are in ascending order) of which the figure has at least one. */
export function unitOf(n: number, units: readonly Unit[]): Unit {
  // 999.6 kB would be rounded to "1000 kB": a figure that rounds up to a unit is shown in that unit.
  const unit = units.findLast(({ size }) => n >= size * 0.9995) ?? units[0];
  if (!unit) throw new RangeError('no units');
  return unit;
}

function inUnit(n: number, { name, size }: Unit, space: string): string {
  return `${threeDigits(n / size)}${space}${name}`;
}

/**
 * Three significant digits (15.9; 16.0 for 16.04), or all digits before the point (1023). Integers are shown as they
 * are (4).
 */
export function threeDigits(n: number): string {
  if (Number.isInteger(n)) return String(n);
  if (n >= 100) return String(Math.round(n));
  return n >= 1 ? n.toPrecision(3) : String(Number(n.toPrecision(3)));
}
