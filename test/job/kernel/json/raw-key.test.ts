/** Keys of several values in JSON, which are kept as they stand in the line where their members follow one another. */

import { keepLatestOf } from '../../../support/in-process';
import { sortedLines } from '../../../support/oracle';
import { Random } from '../../../support/random';
import { resolveSpec } from '../../../support/record-options';
import { WAYS_TO_COMPARE } from '../../../support/ways-to-compare';

const RECORDS = 1500;
const DIALECT = resolveSpec({ format: 'json', key: 'user.id,movie', orderBy: 'at' });

const MOVIES = ['heat', 'up', 'a"b', 'a","movie":"up', 'l\n', 'é', '', '\\', 'q'.repeat(60), 'r'.repeat(130)];

/** One of the ways to write a string. */
function textOf(random: Random, value: string): string {
  const text = JSON.stringify(value);
  if (value === '' || random.chance(0.6)) return text;
  const unit = value.charCodeAt(0).toString(16).padStart(4, '0');
  return `"\\u${unit}${JSON.stringify(value.slice(1)).slice(1)}`;
}

/** One of the ways to write a line with these values. */
function written(random: Random, user: number, movie: string, at: number): string {
  const id = random.pick([`${user}`, `${user}.0`, `${user}e0`]);
  const blank = random.pick(['', '', ' ']);
  const users = `"user":${blank}{${random.pick(['', '"x":{"id":7},'])}"id":${id}${random.pick(['', ',"n":1'])}}`;
  const movies = `"movie":${blank}${textOf(random, movie)}`;
  const time = `"at":${at}`;
  const members = random.pick([
    [users, movies, time],
    [users, movies, time],
    [movies, users, time],
    [time, users, movies],
    [users, time, movies],
    ['"user":{"id":99}', '"movie":3', users, movies, time],
    [users, '"movie":"heat"', time, movies],
  ]);
  return `{${members.join(`,${blank}`)}}`;
}

function randomFile(random: Random, first: number) {
  const latest = new Map<string, string>();
  const lines = Array.from({ length: RECORDS }, (_, i) => {
    const [user, movie] = [random.int(0, 40), random.pick(MOVIES)];
    const line = written(random, user, movie, first + i);
    latest.set(JSON.stringify([user, movie]), line);
    return `${line}\n`;
  });
  return { bytes: Buffer.from(lines.join('')), latest };
}

describe('keys that are written in several ways (seed 11)', () => {
  const random = new Random(11);
  const one = randomFile(random, 0);
  const two = randomFile(random, RECORDS);
  const latest = [...new Map([...one.latest, ...two.latest]).values()];

  it.each(WAYS_TO_COMPARE)('are the same keys %s', async (_title, how) => {
    const first = how.own ? (await keepLatestOf([one.bytes], { dialect: DIALECT })).records : one.bytes;
    const answer = await keepLatestOf([first, two.bytes], { dialect: DIALECT, ...how });
    expect(answer.rejects).toEqual([]);
    expect(sortedLines(answer.records)).toEqual(sortedLines(Buffer.from(`${latest.join('\n')}\n`)));
    if (how.arenaBytes) expect(answer.spilledBytes).toBeGreaterThan(0);
  });
});

/** Of the second value `a` is the first alternative, and a later `a` may take the place of one within the raw key. */
const ALTERNATIVES = resolveSpec({ format: 'json', key: 'o.x,a|o.b,z', orderBy: 'at' });

function withAlternatives(random: Random, first: number) {
  const latest = new Map<string, string>();
  const small = () => random.int(0, 4);
  const lines = Array.from({ length: RECORDS }, (_, i) => {
    const [x, a, b, z] = [small(), small(), small(), small()];
    const object = `"o":${random.pick([`{"x":${x},"b":${b}}`, `{"b":${b},"x":${x}}`])}`;
    const [isThere, ...members] = random.pick<readonly [boolean, ...string[]]>([
      [true, object, `"a":${a}`, `"z":${z}`],
      [false, object, `"a":${a}`, `"z":${z}`, '"a":null'],
      [false, object, `"z":${z}`],
      [false, object, '"a":null', `"z":${z}`],
      [true, object, `"z":${z}`, `"a":${a}`],
      [true, `"a":null`, object, `"z":${z}`, `"a":${a}`],
    ]);
    const line = `{${[...members, `"at":${first + i}`].join(',')}}`;
    latest.set([x, isThere ? a : b, z].join(), line);
    return `${line}\n`;
  });
  return { bytes: Buffer.from(lines.join('')), latest };
}

describe('keys with alternatives (seed 12)', () => {
  const random = new Random(12);
  const one = withAlternatives(random, 0);
  const two = withAlternatives(random, RECORDS);
  const latest = [...new Map([...one.latest, ...two.latest]).values()];

  it.each(WAYS_TO_COMPARE)('are the same keys %s', async (_title, how) => {
    const first = how.own ? (await keepLatestOf([one.bytes], { dialect: ALTERNATIVES })).records : one.bytes;
    const answer = await keepLatestOf([first, two.bytes], { dialect: ALTERNATIVES, ...how });
    expect(answer.rejects).toEqual([]);
    expect(sortedLines(answer.records)).toEqual(sortedLines(Buffer.from(`${latest.join('\n')}\n`)));
  });
});
