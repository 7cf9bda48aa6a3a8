/** Compares large contents at once, because jest's own comparison handles each byte or line as a value. */

const SHOWN_BYTES = 80;

/** Requires equal bytes, and fails with the first place at which they differ. */
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

/** Requires equal sorted lines, and fails with the first line that differs. */
export function expectSameLines(actual: readonly string[], expected: readonly string[]): void {
  expectSameBytes(Buffer.from(actual.join('\n'), 'latin1'), Buffer.from(expected.join('\n'), 'latin1'));
}
