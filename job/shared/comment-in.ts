/** The text of the comment that holds a text in a bundle (esbuild.config.mjs writes it); null where there is none. */
export function commentIn(bundle: string, name: string): string | null {
  const start = `\n/*held ${name}\n`;
  const at = bundle.indexOf(start);
  const end = bundle.indexOf('\n*/', at + start.length);
  return at < 0 || end < 0 ? null : bundle.slice(at + start.length, end);
}
