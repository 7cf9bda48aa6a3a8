/** Look-ups of instance types in the tables. */

import { type Architecture, FAMILIES, type Family, type Size } from './tables/instance-types';
import { REGIONS } from './tables/regions';

export interface InstanceType extends Size {
  /** `m5.xlarge` */
  readonly name: string;
  readonly family: Family;
}

export const INSTANCE_TYPES: readonly InstanceType[] = FAMILIES.flatMap((family) =>
  Object.entries(family.sizes).map(([size, figures]) => ({ name: `${family.name}.${size}`, family, ...figures })),
);

/** Returns null for a type that is not in the tables. */
export function findInstanceType(name: string): InstanceType | null {
  const found = INSTANCE_TYPES.find((type) => type.name === name);
  return found === undefined ? null : found;
}

/**
 * For a type that is not in the tables, AWS's naming decides: a `g` behind the generation means Graviton (`c7gn`,
 * `im4gn`), and so does `a1`.
 */
export function architectureOf(instanceType: string): Architecture {
  const known = findInstanceType(instanceType);
  if (known !== null) return known.family.architecture;
  return /^([a-z]+\d+g|a1\.)/.test(instanceType) ? 'arm64' : 'x64';
}

/**
 * The zones of a region that offer all of these types, such as `us-east-1a`. The list is empty where the tables do not
 * know the region.
 */
export function zonesWith(types: readonly InstanceType[], region: string): readonly string[] {
  const letters = Array.from(lettersIn(region), (letter) => `${region}${letter}`);
  return letters.filter((zone) => types.every(({ family }) => lettersOf(family, region).includes(zone.slice(-1))));
}

export function regionsWith(type: InstanceType): readonly string[] {
  return Object.keys(REGIONS).filter((region) => lettersOf(type.family, region) !== '');
}

export function isKnownRegion(region: string): boolean {
  return REGIONS[region] !== undefined;
}

function lettersIn(region: string): string {
  const letters = REGIONS[region];
  return letters === undefined ? '' : letters;
}

function lettersOf({ offered }: Family, region: string): string {
  const letters = 'only' in offered ? offered.only[region] : offered.except[region];
  if (letters !== undefined) return letters;
  return 'only' in offered ? '' : lettersIn(region);
}
