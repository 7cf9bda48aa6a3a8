/** The table of places. No other code decides which place a location is in. */

import { localPlace } from '../store/local/place';
import type { Place } from '../store/place';
import { s3Place } from '../store/s3/place';

const PLACES: readonly Place[] = [s3Place];

/** Local paths come last, since every text can be a path. */
export function placeOf(location: string): Place {
  for (const place of PLACES) if (place.understands(location)) return place;
  return localPlace;
}
