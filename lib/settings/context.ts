/** The keys of `cdk.json`'s context: whether a key belongs to CDK, and which setting a misspelt key may have meant. */

/** Keys that the CDK CLI writes without any of its prefixes. */
const CDK_KEYS = ['acknowledged-issue-numbers', 'cli-telemetry', 'cdk-migrate'];

/**
 * Feature flags (`@aws-cdk/…`), the CLI's own keys (`aws:cdk:…`, `aws-cdk:…`) and its look-ups
 * (`availability-zones:…`).
 */
export function isOfCdk(key: string): boolean {
  return key.startsWith('@') || key.includes(':') || CDK_KEYS.includes(key);
}

/** A shorter text is a part of too many names. */
const LEAST_PART = 3;
const MOST_WITH_PART = 3;

/**
 * The names that a key without a setting may stand for: the same name with other capitals, or names that contain the key
 * (`email` is a part of `alarmEmail`), or else the nearest one.
 */
export function meantBy(key: string, names: readonly string[]): readonly string[] {
  const part = key.toLowerCase();
  const sorted = nearestFirst(key, names);
  const same = names.filter((name) => name.toLowerCase() === part);
  if (same.length > 0) return same;
  const containing = part.length < LEAST_PART ? [] : sorted.filter((name) => name.toLowerCase().includes(part));
  return containing.length > 0 ? containing.slice(0, MOST_WITH_PART) : sorted.slice(0, 1);
}

/** Sorts the names by their distance from `key`, nearest first. Names at the same distance keep their order. */
export function nearestFirst(key: string, names: readonly string[]): readonly string[] {
  const far = new Map(names.map((name) => [name, distance(key.toLowerCase(), name.toLowerCase())]));
  return names.toSorted((a, b) => (far.get(a) as number) - (far.get(b) as number));
}

/** The number of letters to insert, remove or replace (Levenshtein). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const above = row;
    row = [i];
    for (let j = 1; j <= b.length; j++) {
      const [aboveLeft, aboveHere, left] = [above[j - 1], above[j], row[j - 1]] as [number, number, number];
      row.push(Math.min(aboveHere + 1, left + 1, aboveLeft + (a[i - 1] === b[j - 1] ? 0 : 1)));
    }
  }
  return row[b.length] as number;
}
