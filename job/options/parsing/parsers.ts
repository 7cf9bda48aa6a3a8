/**
 * Parsers, which turn the text of an option into its value. Each throws with exit code 64, and names the option in its
 * message.
 */

import { parse as parseBytes } from 'bytes';
import { GiB, KiB, MiB } from '../../shared/byte-units';
import { RUN_ID } from '../../shared/run-id';
import { type BadLimit, parseBadLimit } from './bad-limit';
import { resolveLocation, resolvePath } from './location';
import { resolveTimeZone } from './time-zone';
import { usage } from './usage';

/** The forms of values that settings, and the completion of shells, tell apart. */
export type Form = 'text' | 'names' | 'choice' | 'count' | 'size' | 'place';

export interface Parser<T, F extends Form = 'text'> {
  readonly form: F;
  /** All values that are allowed; only a choice has them. */
  readonly choices?: readonly string[];
  /** The smallest size that is allowed; only a size has one. */
  readonly leastBytes?: number;
  /** The smallest number that is allowed; only a count has one. */
  readonly least?: number;
  /** The word that is allowed in place of a number; only a count may have one. */
  readonly word?: string;
  parse(flag: string, text: string): T;
}

export const names: Parser<readonly string[], 'names'> = {
  form: 'names',
  parse(flag, list) {
    const found = list.split(',').map((name) => name.trim());
    if (found.includes('')) throw usage(`${flag} '${list}' has an empty name, expected names with commas between them`);
    const twice = found.find((name, i) => found.indexOf(name) !== i);
    if (twice !== undefined) throw usage(`${flag} names '${twice}' twice`);
    return found;
  },
};

export function choice<const T extends string>(choices: readonly T[]): Parser<T, 'choice'> {
  return { form: 'choice', choices, parse: (flag, text) => oneOf(flag, text, choices) };
}

export const onOrOff: Parser<boolean, 'choice'> = {
  form: 'choice',
  choices: ['on', 'off'],
  parse: (flag, text) => oneOf(flag, text, ['on', 'off']) === 'on',
};

function oneOf<T extends string>(flag: string, text: string, choices: readonly T[]): T {
  const found = choices.find((each) => each === text);
  if (found === undefined) throw usage(`${flag} '${text}' is not one of ${choices.join(', ')}`);
  return found;
}

export function count(most: number, least = 1): Parser<number, 'count'> {
  return {
    form: 'count',
    least,
    parse(flag, text) {
      const number = /^\d+$/.test(text) ? Number(text) : -1;
      if (number < least || number > most) {
        throw usage(`${flag} '${text}' is not a whole number from ${least} to ${most}`);
      }
      return number;
    },
  };
}

/** A whole number from 1, or a word in place of it. */
export function countOr<const W extends string>(word: W, most: number): Parser<number | W, 'count'> {
  return {
    form: 'count',
    least: 1,
    word,
    parse(flag, text) {
      if (text === word) return word;
      const number = /^\d+$/.test(text) ? Number(text) : 0;
      if (number < 1 || number > most) {
        throw usage(`${flag} '${text}' is neither a whole number from 1 to ${most} nor ${word}`);
      }
      return number;
    },
  };
}

export function size(leastBytes: number, mostBytes: number): Parser<number, 'size'> {
  const least = leastBytes < MiB ? `${leastBytes / KiB}k` : `${leastBytes / MiB}m`;
  return {
    form: 'size',
    leastBytes,
    parse(flag, text) {
      const bytes = parseSize(text);
      if (bytes !== null && bytes >= leastBytes && bytes <= mostBytes) return Math.floor(bytes);
      throw usage(`${flag} '${text}' is not a size from ${least} to ${mostBytes / GiB}g, for example 2560m`);
    },
  };
}

/** The bytes of a size such as `64m`, `1.5g` or `4096`; null where the text is no size. */
export function parseSize(text: string): number | null {
  return /^\d+(\.\d+)?\s*([kmgt]?b|[kmgt])?$/i.test(text) ? parseBytes(text.replace(/([kmgt])$/i, '$1b')) : null;
}

export const duration: Parser<number> = { form: 'text', parse: parseDuration };

export function parseDuration(flag: string, text: string): number {
  const [, number, unit] = /^(\d{1,6})([smh])$/.exec(text) ?? [];
  if (number === undefined)
    throw usage(`${flag} '${text}' is no time, expected seconds, minutes or hours like 90s, 30m or 2h`);
  return Number(number) * { s: 1000, m: 60_000, h: 3_600_000 }[unit as 's' | 'm' | 'h'];
}

/** The longest time limit: a timer takes its milliseconds as a number of 32 bits. */
const MAX_LIMIT_HOURS = 596;

export const timeLimit: Parser<number> = {
  form: 'text',
  parse(flag, text) {
    const ms = parseDuration(flag, text);
    if (ms > 0 && ms <= MAX_LIMIT_HOURS * 3_600_000) return ms;
    throw usage(`${flag} '${text}' is no time limit, expected 1s to ${MAX_LIMIT_HOURS}h`);
  },
};

export const badLimit: Parser<Exclude<BadLimit, null>> = { form: 'text', parse: parseBadLimit };

/** A folder of this machine, or a place in S3. */
export const place: Parser<string, 'place'> = {
  form: 'place',
  parse: (flag, text) => resolveLocation(flag, folder(flag, text)),
};

export const localFolder: Parser<string, 'place'> = {
  form: 'place',
  parse: (flag, text) => resolvePath(flag, folder(flag, text)),
};

export const localFile: Parser<string, 'place'> = {
  form: 'place',
  parse(flag, text) {
    if (text === '') throw usage(`${flag} is empty, expected a file`);
    return resolvePath(flag, text);
  },
};

function folder(flag: string, text: string): string {
  if (text === '') throw usage(`${flag} is empty, expected a folder`);
  return text;
}

export const runId: Parser<string> = {
  form: 'text',
  parse(flag, text) {
    if (RUN_ID.test(text)) return text;
    throw usage(
      `${flag} '${text}' is no run's name, expected a UTC time and up to 40 small letters or digits, ` +
        'for example 20261122t152504z-nightly',
    );
  },
};

/** The name of a zone, or an offset. */
export const timeZone: Parser<string> = {
  form: 'text',
  parse: resolveTimeZone,
};
