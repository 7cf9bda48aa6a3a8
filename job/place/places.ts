/** The table of places. Nothing else asks where a location leads. */

import { localPlace } from '../store/local/place';
import type { Place } from '../store/place';
import { s3Place } from '../store/s3/place';

const PLACES: readonly Place[] = [s3Place];

/** Paths come last, since every text can be one. */
export function placeOf(location: string): Place {
  for (const place of PLACES) if (place.understands(location)) return place;
  return localPlace;
}
