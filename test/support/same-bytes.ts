/** Compares large contents at once: jest's own comparison looks at each byte, or line, as a value. */

const SHOWN_BYTES = 80;

/** Fails with the place where two contents begin to differ. */
export function expectSameBytes(actual: Buffer, expected: Buffer): void {
  if (actual.equals(expected)) return;
  const at = actual.findIndex((byte, i) => byte !== expected[i]);
  const offset = at < 0 ? actual.length : at;
  const start = Math.max(0, offset - SHOWN_BYTES / 2);
  const shown = (bytes: Buffer) => bytes.subarray(start, start + SHOWN_BYTES).toString();
  expect({ bytes: actual.length, offset, shown: shown(actual) }).toEqual({
    bytes: expected.length,
    offset: 'equal',
    shown: shown(expected),
  });
}

/** The same of sorted lines. */
export function expectSameLines(actual: readonly string[], expected: readonly string[]): void {
  expectSameBytes(Buffer.from(actual.join('\n'), 'latin1'), Buffer.from(expected.join('\n'), 'latin1'));
}
