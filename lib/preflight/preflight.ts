/**
 * Finds in a second what would fail only after half an hour of deployment. It compares the settings with the tables of
 * EMR and EC2. Pure.
 */

import type { Settings } from '../settings/settings';
import type { Facts } from './facts';
import type { Finding } from './finding';
import { checkInstanceTypes, checkOfferings } from './instances';
import { checkLifetime } from './lifetime';
import { checkNotify } from './notify';
import { checkPacking } from './packing';
import { checkPipeline } from './pipeline';
import { checkPlaces } from './places';
import { checkRelease } from './release';
import { checkSizes } from './sizes';
import { checkSlots } from './slots';

/**
 * With `preflight: warn` every error becomes a warning, except for a release of another major version than the kit
 * supports.
 */
export function preflight(settings: Settings, facts: Facts): readonly Finding[] {
  const found = [
    ...checkRelease(settings, facts),
    ...checkInstanceTypes(settings, facts),
    ...checkOfferings(settings),
    ...checkPacking(settings),
    ...checkSlots(settings),
    ...checkPlaces(settings),
    ...checkNotify(settings, facts),
    ...checkPipeline(settings, facts),
    ...checkSizes(settings),
    ...checkLifetime(settings),
  ];
  if (settings.preflight === 'error') return found;
  return found.map((finding) => {
    const stays = finding.severity !== 'error' || finding.subject === 'major';
    return stays ? finding : { ...finding, severity: 'warning' };
  });
}
