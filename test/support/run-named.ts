/** The id of a run that a test knows by this name. */
export function runNamed(name: string): string {
  return `20260101t000000z-${name.replaceAll(/[^0-9a-z]/g, '')}`;
}
