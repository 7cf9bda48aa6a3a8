/**
 * The values that a setting can have. A value comes typed from `cdk.json` (`16`, `true`, `["a", "b"]`), or as text from
 * `-c name=value` (`16`, `true`, `a,b`).
 */

import { printable } from '../../job/shared/printable';
import { parseS3, s3Url } from '../../job/shared/s3-location';

export interface Kind<T> {
  /** Completes "expected …" in a message. */
  readonly allowed: string;
  /** Returns undefined for a value that is not of this kind. */
  parse(given: unknown): T | undefined;
}

export interface Setting<T> {
  readonly kind: Kind<T>;
  readonly default: T;
  readonly meaning: string;
}

/** A defect of one setting, or of several settings together. */
export interface Defect {
  readonly keys: readonly string[];
  readonly line: string;
}

/** The given value as a message shows it: always on one line. */
export function quoted(given: unknown): string {
  return printable(typeof given === 'string' ? `'${given}'` : JSON.stringify(given));
}

/** Text that matches the pattern. A number counts as its digits. */
export function text(allowed: string, pattern: RegExp): Kind<string> {
  return {
    allowed,
    parse(given) {
      const value = typeof given === 'number' ? String(given) : given;
      return typeof value === 'string' && pattern.test(value) ? value : undefined;
    },
  };
}

export const anyText = text('a text', /./s);

/** Names separated by commas, in the form of the job's options. */
export const names: Kind<string> = {
  allowed: 'names, a list or commas between',
  parse(given) {
    const value = Array.isArray(given) && given.every((name) => typeof name === 'string') ? given.join(',') : given;
    return typeof value === 'string' && value !== '' ? value : undefined;
  },
};

export function wholeNumber(least: number, most = Number.MAX_SAFE_INTEGER): Kind<number> {
  return {
    allowed: `a whole number from ${least}${most === Number.MAX_SAFE_INTEGER ? '' : ` to ${most}`}`,
    parse(given) {
      const value = typeof given === 'string' && /^\d+$/.test(given) ? Number(given) : given;
      return typeof value === 'number' && Number.isSafeInteger(value) && value >= least && value <= most
        ? value
        : undefined;
    },
  };
}

/** A number, or a word in place of it. */
export function numberOr(word: string, number: Kind<number>): Kind<number | string> {
  return {
    allowed: `${number.allowed}, or ${word}`,
    parse: (given) => (given === word ? word : number.parse(given)),
  };
}

export const yesOrNo: Kind<boolean> = {
  allowed: 'true or false',
  parse(given) {
    if (typeof given === 'boolean') return given;
    return given === 'true' ? true : given === 'false' ? false : undefined;
  },
};

export function oneOf<const T extends string | number>(values: readonly T[]): Kind<T> {
  return {
    allowed: `one of ${values.join(', ')}`,
    parse: (given) => values.find((value) => value === given || String(value) === given),
  };
}

/**
 * Null where the setting is not set. An empty value (`-c name=`) also gives null, and so undoes the value of
 * `cdk.json`.
 */
export function optional<T>(kind: Kind<T>): Kind<T | null> {
  return {
    allowed: kind.allowed,
    parse: (given) => (given === null || given === '' ? null : kind.parse(given)),
  };
}

/** A folder in S3: a whole bucket, or a prefix. The value always ends with a slash. */
export const s3Folder: Kind<string> = {
  allowed: 's3://bucket/ or s3://bucket/prefix/',
  parse(given) {
    if (typeof given !== 'string') return undefined;
    try {
      const { bucket, key } = parseS3(given);
      return `${s3Url(bucket, key)}/`;
    } catch {
      return undefined;
    }
  },
};

export function listOf<T>(kind: Kind<T>): Kind<readonly T[]> {
  return {
    allowed: `a list, or commas between, of ${kind.allowed}`,
    parse(given) {
      if (given === '') return [];
      const items = typeof given === 'string' ? given.split(',').map((item) => item.trim()) : given;
      if (!Array.isArray(items)) return undefined;
      const values = items.map((item) => kind.parse(item));
      return values.includes(undefined) ? undefined : (values as T[]);
    },
  };
}
