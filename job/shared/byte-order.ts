/** The order of texts by their UTF-8 bytes, which is that of S3's listings. Pure. */

/** The items in the order of the UTF-8 bytes of their texts. */
export function inByteOrder<T>(items: readonly T[], textOf: (item: T) => string): T[] {
  // code units are in the same order unless some are surrogates
  const compare = items.some((item) => SURROGATE.test(textOf(item))) ? compareBytes : compareUnits;
  return [...items].sort((a, b) => compare(textOf(a), textOf(b)));
}

const SURROGATE = /[\ud800-\udfff]/;

function compareUnits(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** Compares the UTF-8 bytes of two texts, without making them. */
export function compareBytes(a: string, b: string): number {
  if (a === b) return 0;
  const length = Math.min(a.length, b.length);
  let i = 0;
  while (i < length && a.charCodeAt(i) === b.charCodeAt(i)) i++;
  return i === length ? a.length - b.length : rankOf(a.charCodeAt(i)) - rankOf(b.charCodeAt(i));
}

/** Surrogates make characters beyond U+FFFF, whose bytes are greater than those of the code units behind surrogates. */
function rankOf(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}
