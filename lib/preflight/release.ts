import { RELEASES, RELEASES_AS_OF, type Release } from '../catalog/tables/releases';
import type { Settings } from '../settings/settings';
import { TABLE } from '../settings/table';
import type { Facts } from './facts';
import { type Finding, findings } from './finding';
import { compareVersions } from './version';

const { error, warning } = findings('release');
const major = findings('major');
const listing = findings('listing');

/**
 * The major version that the kit supports. No earlier EMR has an operating system that today's Node runs on. EMR 8
 * makes its own endpoint in the VPC, which no stack knows and which costs money by the hour (AWS's page
 * emr-clusters-in-a-vpc), and needs other rules in the security groups (emr-man-sec-groups).
 */
const MAJOR = 7;
const OF_MAJOR = new RegExp(`^emr-${MAJOR}\\.\\d+\\.\\d+$`);

export function isOfMajor(label: string): boolean {
  return OF_MAJOR.test(label);
}

/** Checks that the release is on offer, in support, and new enough for the shipped Node. */
export function checkRelease({ release: label }: Settings, facts: Facts): readonly Finding[] {
  const advice = recommended(facts.today);
  if (!/^emr-\d+\.\d+\.\d+$/.test(label))
    return error(`release is '${label}', expected a label such as ${advice.label}`);
  if (!isOfMajor(label)) {
    return major.error(
      `release ${label} is not of EMR ${MAJOR}, which alone the kit is made for; set release to ${advice.label}`,
    );
  }
  const release = RELEASES.find((each) => each.label === label);
  if (release === undefined) return checkUnlisted(label, advice);
  return [
    ...checkSupport(release, advice, facts.today),
    ...checkGlibc(release, advice, facts),
    ...(release.defect === null ? [] : warning(`release ${label} ${release.defect}; set release to ${advice.label}`)),
  ];
}

function checkUnlisted(label: string, advice: Release): readonly Finding[] {
  const newest = RELEASES.at(-1) as Release;
  return listing.error(
    `release ${label} is not on offer as of ${RELEASES_AS_OF}, when ${newest.label} was the newest; ` +
      `set release to ${advice.label}, or preflight to warn for one that came later`,
  );
}

function checkSupport({ label, supportEnds }: Pick<Release, 'label' | 'supportEnds'>, advice: Release, today: string) {
  if (today <= supportEnds) return [];
  const since = `release ${label} is out of AWS's support since ${supportEnds}`;
  return error(`${since}; set release to ${advice.label}, which is supported until ${advice.supportEnds}`);
}

function checkGlibc({ label, os, glibc }: Pick<Release, 'label' | 'os' | 'glibc'>, advice: Release, { node }: Facts) {
  if (compareVersions(glibc, node.glibc) >= 0) return [];
  return error(
    `release ${label} is too old for Node ${node.version}, which needs glibc ${node.glibc}: ${os} has ${glibc}; ` +
      `set release to ${advice.label}, which has ${advice.glibc}`,
  );
}

/** The default release as long as it is supported, then the newest in the tables. */
function recommended(today: string): Release {
  const byDefault = RELEASES.find(({ label, supportEnds }) => label === TABLE.release.default && today <= supportEnds);
  return byDefault === undefined ? (RELEASES.at(-1) as Release) : byDefault;
}
