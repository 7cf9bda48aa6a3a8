/**
 * The offsets of a time zone from UTC, from the time zone data of Node. Node tells the offset at a time; the changes
 * have to be searched for.
 */

import { UTC, type ZoneOffset, type ZoneOffsets } from '../../kernel/order-table';
import { printable } from '../../shared/printable';
import { usage } from './usage';

/** The offset changes at this time in UTC, in seconds since 1970. */
interface Change {
  readonly atSeconds: number;
  readonly beforeSeconds: number;
  readonly afterSeconds: number;
}

type OffsetAt = (epochSeconds: number) => number;

const DAY = 86400;
/** The seconds from 0001-01-01 to 1970-01-01. */
const EPOCH = 719162 * DAY;

/**
 * How far apart the looks at the offset are, from a year on. No zone has changed before 1840 or knew summer time before
 * 1908. The shortest time between a change and the one back was 4 days (Freetown, 1939), and from 1970 on 7 days.
 */
const LOOKS: readonly { readonly year: number; readonly days: number }[] = [
  { year: 1840, days: 90 },
  { year: 1908, days: 3.5 },
  { year: 1970, days: 6.5 },
];
/** Changes that were decreed one by one end before this year. From then on they follow a rule of weekdays and months. */
const REGULAR_YEAR = 2100;
const REGULAR_DAYS = 10;
/** The calendar repeats after this many years. */
const PERIOD_YEARS = 400;
/** A time after the year 9999. */
const NEVER = 2 ** 40;

/** The zones that were searched: every format that is made asks for the one of its spec. */
const searched = new Map<string, ZoneOffsets>();

/** Throws with exit code 64 for a zone that is not known. UTC and fixed offsets take no time, others some 50 ms once. */
export function zoneOffsets(timeZone: string): ZoneOffsets {
  if (/^(utc|z)$/i.test(timeZone)) return UTC;
  const fixed = fixedOffset(timeZone);
  if (fixed !== null) {
    return { offsets: [{ fromLocalSeconds: 0, offsetSeconds: fixed }], untilLocalSeconds: NEVER };
  }
  const known = searched.get(timeZone);
  if (known !== undefined) return known;
  const offsets = searchedOffsets(offsetsOf('--time-zone', timeZone));
  searched.set(timeZone, offsets);
  return offsets;
}

/**
 * A zone in the one spelling by which specs are compared: `utc` is `UTC`, and `+0200` is `+02:00`. Throws with exit code
 * 64 for a zone that is not known. `flag` is the name of the option or setting.
 */
export function resolveTimeZone(flag: string, timeZone: string): string {
  if (/^(utc|z)$/i.test(timeZone)) return 'UTC';
  const fixed = fixedOffset(timeZone);
  if (fixed === null) {
    offsetsOf(flag, timeZone);
    return timeZone;
  }
  if (fixed === 0) return 'UTC';
  const [hours, minutes] = [Math.floor(Math.abs(fixed) / 3600), (Math.abs(fixed) % 3600) / 60];
  return `${fixed < 0 ? '-' : '+'}${[hours, minutes].map((number) => String(number).padStart(2, '0')).join(':')}`;
}

/** `+02:00`, `+0200` or `+02` in seconds, null for other text. */
function fixedOffset(text: string): number | null {
  const match = /^([+-])([01]\d|2[0-3])(?::?([0-5]\d))?$/.exec(text);
  if (match === null) return null;
  const [, sign, hours, minutes = '0'] = match;
  return (Number(hours) * 60 + Number(minutes)) * (sign === '-' ? -60 : 60);
}

function offsetsOf(flag: string, timeZone: string): OffsetAt {
  try {
    // the fraction of a second is the part of a time that is formatted fastest, and one part has to be
    const format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      timeZoneName: 'longOffset',
      fractionalSecondDigits: 1,
    });
    return (epochSeconds) => offsetIn(format.format(epochSeconds * 1000));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw usage(
      `${flag} '${printable(timeZone)}' is not known: give UTC, an offset such as +02:00, or a name such as Europe/Berlin`,
    );
  }
}

/** `0 GMT+00:53:28` or `0 GMT` in seconds. */
function offsetIn(text: string): number {
  const match = /GMT(?:([+-])(\d\d):(\d\d)(?::(\d\d))?)?$/.exec(text);
  if (match === null) throw new Error(`no offset in '${text}'`);
  const [, sign, hours = '0', minutes = '0', seconds = '0'] = match;
  const offset = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
  return sign === '-' ? -offset : offset;
}

function searchedOffsets(offsetAt: OffsetAt): ZoneOffsets {
  const starts = LOOKS.map(({ year }) => startOf(year));
  const single = LOOKS.flatMap(({ days }, i) =>
    changesIn(
      starts[i] as number,
      i + 1 < starts.length ? (starts[i + 1] as number) : startOf(REGULAR_YEAR),
      days,
      offsetAt,
    ),
  );
  const regular = regularChanges(offsetAt);
  const first = offsetAt(starts[0] as number);
  const offsets: ZoneOffset[] = [{ fromLocalSeconds: 0, offsetSeconds: first }];
  for (const { atSeconds, beforeSeconds, afterSeconds } of [...single, ...regular]) {
    // a local time that there is twice or not at all has the offset before the change
    const fromLocalSeconds = EPOCH + atSeconds + Math.max(beforeSeconds, afterSeconds);
    offsets.push({ fromLocalSeconds, offsetSeconds: afterSeconds });
  }
  const end = regular.length > 0 ? EPOCH + startOf(REGULAR_YEAR + PERIOD_YEARS) : NEVER;
  return { offsets, untilLocalSeconds: end };
}

/** The changes of a whole period. Years that begin on the same day of the week and are equally long have the same ones. */
function regularChanges(offsetAt: OffsetAt): Change[] {
  const known = new Map<string, readonly Change[]>();
  return Array.from({ length: PERIOD_YEARS }, (_, i) => REGULAR_YEAR + i).flatMap((year) => {
    const start = startOf(year);
    const next = startOf(year + 1);
    const kind = `${new Date(start * 1000).getUTCDay()} ${next - start}`;
    const same = known.get(kind);
    const changes = same ? same : changesIn(0, next - start, REGULAR_DAYS, (seconds) => offsetAt(start + seconds));
    known.set(kind, changes);
    return changes.map((change) => ({ ...change, atSeconds: start + change.atSeconds }));
  });
}

/** The changes in from .. to, by looks that are some days apart. */
function changesIn(from: number, to: number, days: number, offsetAt: OffsetAt): Change[] {
  const changes: Change[] = [];
  let before = offsetAt(from);
  for (let at = from; at < to; at += days * DAY) {
    const next = Math.min(at + days * DAY, to);
    const after = offsetAt(next);
    if (after !== before) {
      const atSeconds = changeBetween(at, next, before, offsetAt);
      changes.push({ atSeconds, beforeSeconds: before, afterSeconds: after });
    }
    before = after;
  }
  return changes;
}

/** The first second at which the offset is another one than at `from`. */
function changeBetween(from: number, to: number, offset: number, offsetAt: OffsetAt): number {
  let [low, high] = [from, to];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetAt(middle) === offset) low = middle;
    else high = middle;
  }
  return high;
}

/** The start of a year in UTC, in seconds since 1970. */
function startOf(year: number): number {
  return Date.UTC(year, 0) / 1000;
}
