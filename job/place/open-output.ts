import { EXIT } from '../shared/exit';
import type { OutputStore } from '../store/store';
import { placeOf } from './places';

/**
 * Opens the output at a location, to publish to it. Throws with exit code 64 for a location that cannot be an output.
 */
export function openOutput(location: string): OutputStore {
  return placeOf(location).openOutput(location, EXIT.cannotCreate);
}

/**
 * Opens an output that a run has published, to read it. Where its place cannot be reached the exit code is 66, as for a
 * missing input.
 */
export function openPublished(location: string): OutputStore {
  return placeOf(location).openOutput(location, EXIT.noInput);
}
