/** The text on one line: each line break, with the blanks around it, becomes one blank. */
export function oneLine(text: string): string {
  return text.replace(/\s*\n\s*/g, ' ');
}
