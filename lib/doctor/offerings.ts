/** Checks release, instance types and zones by the account's answers. */

import { namedTypes } from '../preflight/instances';
import { isOfMajor } from '../preflight/release';
import { compareVersions } from '../preflight/version';
import type { Settings } from '../settings/settings';
import type { Answers, Offering } from './answers';
import { judged, type Line, lines } from './line';

const release = lines('release');
const types = lines('instance types');
const zone = lines('zones');

export function checkRelease({ release: label }: Settings, region: string, { releases }: Answers): readonly Line[] {
  // Preflight has already refused a release of any other major version.
  if (!isOfMajor(label)) return [];
  return judged('release', releases, (labels) => {
    if (labels.includes(label)) return release.ok(`${label} is on offer in ${region}`);
    const newest = labels.filter(isOfMajor).sort(compareVersions).at(-1);
    const advice = newest === undefined ? 'deploy to another region' : `deploy with -c release=${newest}`;
    return release.fix(`${label} is not on offer in ${region}; ${advice}`);
  });
}

export function checkTypes(settings: Settings, { typesOnRelease }: Answers): readonly Line[] {
  return judged('instance types', typesOnRelease, (supported) =>
    namedTypes(settings).flatMap(({ key, name }) => {
      if (supported.includes(name)) return types.ok(`${name} can be used on ${settings.release}`);
      return types.fix(
        `${key} ${name} cannot be used on ${settings.release} here; set it to another, such as m5.xlarge`,
      );
    }),
  );
}

export function checkZones(settings: Settings, region: string, answers: Answers): readonly Line[] {
  return judged('zones', answers.offerings, (offerings) => {
    const names = namedTypes(settings).map(({ name }) => name);
    const having = zonesWithAll(names, offerings);
    const what = names.join(' and ');
    if (having.length === 0) {
      const advice = 'set masterInstanceType and coreInstanceType to others, such as m5.xlarge';
      return zone.fix(`no zone of ${region} has ${what}; ${advice}`);
    }
    const where = `${what} can be had in ${having.join(', ')}`;
    const chosen = chosenZone(settings, answers.subnet);
    if (chosen !== null) return judgeChosen(settings, chosen, having, where);
    if (settings.network.kind === 'subnet') return zone.skip(`${where}; the zone of the subnet is not known`);
    const { zones } = answers;
    if (!('value' in zones)) {
      return zone.warn(`${where}; ${choiceOf(having)}, unless these are all zones of ${region}`);
    }
    if (zones.value.every((each) => having.includes(each))) return zone.ok(`every zone of ${region} has ${what}`);
    return zone.fix(`${where} alone, and without a zone set the cluster may be in another; ${choiceOf(having)}`);
  });
}

function choiceOf([first]: readonly string[]): string {
  return `deploy with -c availabilityZone=${first}, or set it in cdk.json`;
}

function judgeChosen({ network }: Settings, chosen: string, having: readonly string[], where: string): readonly Line[] {
  if (having.includes(chosen)) return zone.ok(`${where}; the cluster will be in ${chosen}`);
  const advice = network.kind === 'own' ? choiceOf(having) : 'set subnetId to one in these zones';
  return zone.fix(`${where}, and not in ${chosen}; ${advice}`);
}

/** Null where the deployment itself chooses a zone, or where the zone of the subnet is not known. */
function chosenZone({ network }: Settings, subnet: Answers['subnet']): string | null {
  if (network.kind === 'own') return network.availabilityZone;
  return 'value' in subnet && subnet.value !== null ? subnet.value.zone : null;
}

function zonesWithAll(names: readonly string[], offerings: readonly Offering[]): readonly string[] {
  const zones = [...new Set(offerings.map((each) => each.zone))].sort();
  return zones.filter((each) =>
    names.every((name) => offerings.some((offering) => offering.zone === each && offering.instanceType === name)),
  );
}
