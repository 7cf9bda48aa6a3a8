import { EXIT } from '../shared/exit';
import type { OutputStore } from '../store/store';
import { placeOf } from './places';

/** The store that a location names, to publish to. Throws with exit code 64 for a location that cannot be one. */
export function openOutput(location: string): OutputStore {
  return placeOf(location).openOutput(location, EXIT.cannotCreate);
}

/** The same, of a run that has published there: where there is nothing, an input is missing. */
export function openPublished(location: string): OutputStore {
  return placeOf(location).openOutput(location, EXIT.noInput);
}
