import { timeZone } from '../../../../job/options/parsing/time-zone';

it.each([
  ['UTC', 'UTC'],
  ['Europe/Berlin', 'Europe/Berlin'],
  ['+02:00', '+02:00'],
  ['-0330', '-03:30'],
  ['+05', '+05:00'],
])('accepts %s', (text, zone) => {
  expect(timeZone.parse('--time-zone', text)).toBe(zone);
});

it.each(['', 'Mars/Olympus', '2', '+2', '+24:00', '+02:60', '+02:00:00', '\u202eUTC'])('refuses %j', (text) => {
  const message = `--time-zone '${text}' is no time zone, expected a name such as Europe/Berlin, UTC, or an offset such as +02:00`;
  expect(() => timeZone.parse('--time-zone', text)).toThrow(expect.objectContaining({ exitCode: 64, message }));
});
