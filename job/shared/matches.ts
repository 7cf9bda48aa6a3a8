/** A test of whether a text has a form. */
export function matches(pattern: RegExp): (text: string) => boolean {
  return (text) => pattern.test(text);
}
