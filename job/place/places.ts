/** The table of places. Nothing else asks where a location leads. */

import { localPlace } from '../store/local/place';
import type { Place } from '../store/place';
import { s3Place } from '../store/s3/place';

/** The first that understands a location has it; paths come last, since every text can be one. */
const PLACES: readonly Place[] = [s3Place, localPlace];

export function placeOf(location: string): Place {
  return PLACES.find((place) => place.understands(location)) as Place;
}
