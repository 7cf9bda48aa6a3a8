/**
 * A quick test of whether a name may have one of these ends, in upper or lower case: it compares the last character
 * alone. A run may have a million names, nearly all of which fail it.
 */
export function endTest(ends: readonly string[]): (name: string) => boolean {
  const isLast = new Uint8Array(128);
  for (const end of ends) {
    for (const spelled of [end.toLowerCase(), end.toUpperCase()]) isLast[spelled.charCodeAt(spelled.length - 1)] = 1;
  }
  return (name) => isLast[name.charCodeAt(name.length - 1)] === 1;
}
