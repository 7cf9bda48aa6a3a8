import { endpointServices } from '../cluster/endpoint-services';
import type { Settings } from '../settings/settings';
import type { Answers } from './answers';
import { judged, type Line, lines } from './line';

const { ok, fix } = lines('endpoints');

/**
 * Checks that the zone of the kit's own subnet offers the interface endpoints that the settings need. Not every zone
 * does.
 */
export function checkEndpoints(settings: Settings, region: string, { endpointZones, zones }: Answers): readonly Line[] {
  const services = endpointServices(settings);
  const { network } = settings;
  if (network.kind === 'subnet' || services.length === 0) return [];
  return judged('endpoints', endpointZones, (byService) => {
    const having = commonTo(services.map((service) => zonesOf(service, byService)));
    const what = `endpoints of ${services.join(', ')}`;
    if (having.length === 0) {
      return fix(
        `no zone of ${region} has ${what}; leave sessionManager and diskEncryptionKey out, or deploy elsewhere`,
      );
    }
    const where = `${what} can be had in ${having.join(', ')}`;
    const choice = `deploy with -c availabilityZone=${having[0]}, or set it in cdk.json`;
    const zone = network.availabilityZone;
    if (zone !== null) return having.includes(zone) ? ok(where) : fix(`${where}, and not in ${zone}; ${choice}`);
    const all = 'value' in zones ? zones.value : [];
    if (all.length > 0 && all.every((each) => having.includes(each))) return ok(`every zone of ${region} has ${what}`);
    return fix(`${where} alone, and without a zone set the cluster may be in another; ${choice}`);
  });
}

function zonesOf(service: string, byService: Readonly<Record<string, readonly string[]>>): readonly string[] {
  const zones = byService[service];
  return zones === undefined ? [] : zones;
}

function commonTo([first = [], ...others]: readonly (readonly string[])[]): readonly string[] {
  return first.filter((zone) => others.every((zones) => zones.includes(zone)));
}
