/** Whether some byte is a control character that a text does not have. Those of `separators` are none. */
export function isBinary(bytes: Uint8Array, separators: Uint8Array): boolean {
  const isOfText = (byte: number) =>
    byte >= 32 || byte === 9 || byte === 10 || byte === 13 || separators.includes(byte);
  return !bytes.every(isOfText);
}
