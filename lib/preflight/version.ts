/**
 * Compares labels (`emr-7.13.0`) or versions (`2.28`) number by number. The result is negative where `a` comes first.
 */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [numbersOf(a), numbersOf(b)];
  const differing = left.findIndex((n, i) => n !== right[i]);
  if (differing < 0) return left.length - right.length;
  return (left[differing] as number) - (right.length > differing ? (right[differing] as number) : -1);
}

function numbersOf(version: string): readonly number[] {
  return Array.from(version.matchAll(/\d+/g), ([digits]) => Number(digits));
}
