/** Parses the zone of timestamps that name none. */

import type { Parser } from './parsers';
import { usage } from './usage';

const OFFSET = /^([+-])(\d\d)(?::?(\d\d))?$/;
const MOST_HOURS = 23;
const MOST_MINUTES = 59;

/** The name of a zone that this Node knows, or an offset, which comes out as `+HH:MM`. */
export const timeZone: Parser<string> = {
  form: 'text',
  parse(flag, text) {
    const [, sign, hours, minutes = '00'] = OFFSET.exec(text) ?? [];
    if (sign !== undefined && Number(hours) <= MOST_HOURS && Number(minutes) <= MOST_MINUTES) {
      return `${sign}${hours}:${minutes}`;
    }
    if (/^[A-Za-z]/.test(text) && isKnown(text)) return text;
    throw usage(
      `${flag} '${text}' is no time zone, expected a name such as Europe/Berlin, UTC, or an offset such as +02:00`,
    );
  },
};

function isKnown(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}
