import { encoded, type Foreign } from './foreign-formats';

/**
 * Recognizes UTF-16 without a byte order mark, in which every other byte of most text is zero. All zeros must be on the
 * same side of their characters, and at least a third of the characters and every newline must have one. Text with a
 * mark is in UTF-8 by now (text-source.ts).
 */
export function wideEncoding(bytes: Buffer, separators: Buffer): Foreign | null {
  const [even, odd] = zerosByParity(bytes);
  if (separators.includes(0) || bytes.length < 6) return null;
  if (even === 0 && odd >= bytes.length / 6 && endsWide(bytes, 0)) return encoded('UTF-16LE');
  if (odd === 0 && even >= bytes.length / 6 && endsWide(bytes, 1)) return encoded('UTF-16BE');
  return null;
}

function zerosByParity(bytes: Buffer): [even: number, odd: number] {
  const zeros: [number, number] = [0, 0];
  for (let i = 0; i < bytes.length; i++) if (bytes[i] === 0) zeros[i & 1 ? 1 : 0]++;
  return zeros;
}

/**
 * Whether each byte 10 at an offset of this parity has the zero of a two-byte newline beside it. Without any newline,
 * the bytes have to be a single line of ASCII, in which every other byte is zero.
 */
function endsWide(bytes: Buffer, parity: 0 | 1): boolean {
  let newlines = 0;
  for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) {
    const zero = parity === 0 ? at + 1 : at - 1;
    // a byte 10 at the other parity belongs to another character
    if (at % 2 !== parity || zero >= bytes.length) continue;
    if (bytes[zero] !== 0) return false;
    newlines++;
  }
  if (newlines > 0) return true;
  const zeros = bytes.reduce((count, byte) => count + Number(byte === 0), 0);
  return zeros === Math.floor(bytes.length / 2);
}
