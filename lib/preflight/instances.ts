import {
  architectureOf,
  findInstanceType,
  INSTANCE_TYPES,
  type InstanceType,
  isKnownRegion,
  regionsWith,
  zonesWith,
} from '../catalog/instance-type';
import { INSTANCE_TYPES_AS_OF, LISTED_UP_TO } from '../catalog/tables/instance-types';
import { nearestFirst } from '../settings/context';
import type { Settings } from '../settings/settings';
import type { Facts } from './facts';
import { type Finding, findings } from './finding';
import { compareVersions } from './version';

const listing = findings('listing');
const architecture = findings('architecture');
const offering = findings('offering');

const NEAR = 5;
/** Memory for each vCPU of m3, the least of all general-purpose families. The default containers need that much. */
const MB_PER_VCPU = 3840;

/** A setting, and the instance type that it names. */
interface Named {
  readonly key: 'masterInstanceType' | 'coreInstanceType' | 'masterInstanceType and coreInstanceType';
  readonly name: string;
}

/** One entry for each setting, or a single entry where both settings name the same type. */
export function namedTypes({ masterInstanceType, coreInstanceType }: Settings): readonly Named[] {
  if (masterInstanceType === coreInstanceType) {
    return [{ key: 'masterInstanceType and coreInstanceType', name: coreInstanceType }];
  }
  return [
    { key: 'masterInstanceType', name: masterInstanceType },
    { key: 'coreInstanceType', name: coreInstanceType },
  ];
}

/** Checks that the tables know the types, that the release supports them, and that the shipped Node runs on them. */
export function checkInstanceTypes(settings: Settings, facts: Facts): readonly Finding[] {
  return [
    ...namedTypes(settings).flatMap((named) => checkType(named, settings.release)),
    ...checkArchitecture(settings, facts),
  ];
}

function checkType({ key, name }: Named, release: string): readonly Finding[] {
  const found = findInstanceType(name);
  if (found !== null) return checkOnRelease(key, found, release);
  const near = nearestFirst(
    name,
    INSTANCE_TYPES.map((each) => each.name),
  ).slice(0, NEAR);
  return listing.error(
    `${key} ${name} is not in the tables of ${INSTANCE_TYPES_AS_OF}; the nearest are ${near.join(', ')}, ` +
      'or set preflight to warn for one that dedup doctor finds in your account',
  );
}

function checkOnRelease(key: string, { name, family }: InstanceType, release: string): readonly Finding[] {
  const major = release.split('.')[0];
  const first = family.firstReleases.find((label) => label.split('.')[0] === major);
  if (first !== undefined && compareVersions(release, first) < 0) {
    return listing.error(`${key} ${name} is not on release ${release}; set release to ${first} or later`);
  }
  if (family.isPreviousGeneration && compareVersions(release, LISTED_UP_TO) > 0) {
    return listing.unchecked(
      `${key} ${name} is known on releases up to ${LISTED_UP_TO}, and release is ${release}; dedup doctor asks EMR`,
    );
  }
  return [];
}

function checkArchitecture({ masterInstanceType, coreInstanceType }: Settings, { node }: Facts): readonly Finding[] {
  const [master, core] = [architectureOf(masterInstanceType), architectureOf(coreInstanceType)];
  if (master !== core) {
    return architecture.error(
      `masterInstanceType ${masterInstanceType} is ${master} and coreInstanceType ${coreInstanceType} is ${core}, ` +
        'but one build of Node is shipped to all nodes; set both to types of one architecture',
    );
  }
  if (core === node.architecture) return [];
  const other = INSTANCE_TYPES.find(({ family }) => family.architecture === node.architecture) as InstanceType;
  return architecture.error(
    `coreInstanceType ${coreInstanceType} is ${core}, but Node ${node.version} is shipped for ${node.architecture}; ` +
      `set the instance types to such as ${other.name}`,
  );
}

/** Checks by the tables that the region and the zone offer the types. The account itself may know better. */
export function checkOfferings(settings: Settings): readonly Finding[] {
  const { region } = settings;
  const named = namedTypes(settings);
  const names = named.map(({ name }) => name).join(' and ');
  if (region === null) {
    return offering.unchecked(
      `no region is known, so whether it has ${names} was not checked; name one by AWS_REGION or a profile`,
    );
  }
  const wrongZone = checkZoneName(settings, region);
  if (wrongZone.length > 0) return wrongZone;
  if (!isKnownRegion(region)) {
    return offering.unchecked(
      `region ${region} is not in the tables of ${INSTANCE_TYPES_AS_OF}, so whether it has ${names} was not checked; ` +
        'dedup doctor asks your account',
    );
  }
  const absent = named.flatMap((each) => checkRegion(each, region));
  return absent.length > 0 ? absent : checkZone(settings, region, names);
}

function checkRegion({ key, name }: Named, region: string): readonly Finding[] {
  const found = findInstanceType(name);
  if (found === null || regionsWith(found).includes(region)) return [];
  const others = insteadOf(found, region);
  const regions = regionsWith(found);
  const where = regions.length > 12 ? `${regions.length} others have it` : `${regions.join(', ')} have it`;
  return offering.error(
    `${key} ${name} is not offered in ${region}, ${where}; set it to one of ${others.map((each) => each.name).join(', ')}`,
  );
}

/**
 * Suggests types that the region offers, with at least as many vCPUs (the next number that exists) and enough memory
 * for the tasks.
 */
function insteadOf(found: InstanceType, region: string): readonly InstanceType[] {
  const others = INSTANCE_TYPES.filter(
    (each) =>
      each.memoryMb >= MB_PER_VCPU * each.vcpus &&
      each.family.architecture === found.family.architecture &&
      !each.family.isPreviousGeneration &&
      regionsWith(each).includes(region),
  );
  const counts = [...new Set(others.map(({ vcpus }) => vcpus))].sort((a, b) => a - b);
  const next = counts.find((vcpus) => vcpus >= found.vcpus);
  const wanted = next === undefined ? counts.at(-1) : next;
  return others.filter(({ vcpus }) => vcpus === wanted);
}

function checkZoneName({ network }: Settings, region: string): readonly Finding[] {
  if (network.kind === 'subnet' || network.availabilityZone === null) return [];
  const zone = network.availabilityZone;
  if (zone.slice(0, -1) === region) return [];
  return offering.error(`availabilityZone ${zone} is not in region ${region}; set it to a zone such as ${region}a`);
}

/** Zone letters differ by account, so a zone without the types is only worth a warning. */
function checkZone(settings: Settings, region: string, names: string): readonly Finding[] {
  const named = namedTypes(settings);
  const types = named.map(({ name }) => findInstanceType(name)).filter((type) => type !== null);
  if (settings.network.kind === 'subnet' || types.length < named.length) return [];
  const zone = settings.network.availabilityZone;
  const zones = zonesWith(types, region);
  if (zone === null ? zones.length === zonesWith([], region).length : zones.includes(zone)) return [];
  const offered = `by the tables of ${INSTANCE_TYPES_AS_OF} ${names} can be had in ${zones.join(', ')} alone`;
  const advice = 'letters of zones differ by account, dedup doctor asks yours';
  if (zone === null) return offering.unchecked(`${offered}; ${advice}`);
  return offering.warning(`availabilityZone is ${zone}, and ${offered}; ${advice}`);
}
