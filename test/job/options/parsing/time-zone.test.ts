import { resolveTimeZone, zoneOffsets } from '../../../../job/options/parsing/time-zone';
import { EXIT } from '../../../../job/shared/exit';

const DAY = 86_400;
/** The days from 0001-01-01 to 1970-01-01. */
const EPOCH_DAYS = 719_162;

function localSeconds(time: string): number {
  return Date.parse(`${time}Z`) / 1000 + EPOCH_DAYS * DAY;
}

describe('the offsets of a time zone', () => {
  it.each(['UTC', 'utc', 'Z'])('are none for %s', (name) => {
    expect(zoneOffsets(name).offsets).toEqual([]);
  });

  it.each([
    ['+02:00', 7200],
    ['-03:30', -12_600],
    ['+0530', 19_800],
    ['-11', -39_600],
    ['+23:59', 86_340],
  ])('are always the same for %s', (name, offsetSeconds) => {
    const { offsets, untilLocalSeconds } = zoneOffsets(name);
    expect(offsets).toEqual([{ fromLocalSeconds: 0, offsetSeconds }]);
    expect(untilLocalSeconds).toBeGreaterThan(3_652_059 * DAY);
  });

  it('begin with the one before all changes, which is the mean time of the place', () => {
    const { offsets } = zoneOffsets('Europe/Berlin');
    expect(offsets.slice(0, 2)).toEqual([
      { fromLocalSeconds: 0, offsetSeconds: 3208 },
      { fromLocalSeconds: localSeconds('1893-04-01T00:06:32'), offsetSeconds: 3600 },
    ]);
  });

  it('change at the later one of both local times', () => {
    const { offsets } = zoneOffsets('America/New_York');
    expect(offsets).toContainEqual({ fromLocalSeconds: localSeconds('2026-03-08T03:00:00'), offsetSeconds: -14_400 });
    expect(offsets).toContainEqual({ fromLocalSeconds: localSeconds('2026-11-01T02:00:00'), offsetSeconds: -18_000 });
  });

  it('hold a change and the change back few days later', () => {
    const noronha = zoneOffsets('America/Noronha').offsets.map(({ fromLocalSeconds }) => fromLocalSeconds);
    expect(noronha).toContain(localSeconds('2000-10-08T01:00:00'));
    expect(noronha).toContain(localSeconds('2000-10-15T00:00:00'));
  });

  it('repeat after 400 years where they still change, and end where they do not', () => {
    const { offsets, untilLocalSeconds } = zoneOffsets('Europe/Berlin');
    expect(untilLocalSeconds).toBe(localSeconds('2500-01-01T00:00:00'));
    expect(offsets.at(-1)).toEqual({ fromLocalSeconds: localSeconds('2499-10-25T03:00:00'), offsetSeconds: 3600 });
    const tokyo = zoneOffsets('Asia/Tokyo');
    expect(tokyo.untilLocalSeconds).toBeGreaterThan(3_652_059 * DAY);
  });

  it('are searched once', () => {
    expect(zoneOffsets('Asia/Tokyo')).toBe(zoneOffsets('Asia/Tokyo'));
  });

  it.each(['Europe/Berlin', 'Asia/Gaza', 'Africa/Casablanca', 'Pacific/Apia'])('of %s ascend', (name) => {
    const times = zoneOffsets(name).offsets.map(({ fromLocalSeconds }) => fromLocalSeconds);
    expect(times).toEqual([...new Set(times)].sort((a, b) => a - b));
  });
});

describe('a time zone that is not known', () => {
  it.each(['Europe/Berln', 'CEST?', '+25:00', '+02:60', '+2', 'local', '', 'Europe/Berlin\n'])(
    'is refused: %j',
    (name) => {
      for (const look of [() => zoneOffsets(name), () => resolveTimeZone('--time-zone', name)]) {
        expect(look).toThrow(expect.objectContaining({ exitCode: EXIT.usage }));
      }
    },
  );

  it('is named in the message, together with the zones that are allowed', () => {
    expect(() => zoneOffsets('Europe/\nBerlin')).toThrow(
      "--time-zone 'Europe/\\x0aBerlin' is not known: give UTC, an offset such as +02:00, or a name such as Europe/Berlin",
    );
    expect(() => resolveTimeZone('timeZone', 'Berlin')).toThrow(/^timeZone 'Berlin' is not known: give UTC/);
  });
});

it.each([
  ['utc', 'UTC'],
  ['Z', 'UTC'],
  ['-00:00', 'UTC'],
  ['+0200', '+02:00'],
  ['-05', '-05:00'],
  ['+05:45', '+05:45'],
  ['Europe/Berlin', 'Europe/Berlin'],
])('the time zone %s is stated as %s', (given, stated) => {
  expect(resolveTimeZone('--time-zone', given)).toBe(stated);
});
