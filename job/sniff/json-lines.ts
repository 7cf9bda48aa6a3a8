/** Understands files of JSON Lines as one table, whose columns are the names that lead to values. Pure. */

import { arrayOfRecords } from '../diagnosis/json-shape';
import { counted, grouped } from '../shared/figures';
import { isJsonObject } from '../shared/json-object';
import { areEnvelopes, isEnvelope, joinedRows } from './envelopes';
import { type Doubt, doubt, type TextSample } from './sample';
import { columnOf, type Table } from './table';

/** The most names that are told. */
const MOST_NAMES = 200;
/** Of fewer lines than this share a file is no JSON Lines. */
const LEAST_SHARE = 0.75;
const WHITE = /^[ \t\r]*$/;
/** A string or a number of a line that is JSON. */
const STRING_OR_NUMBER = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

type Values = ReadonlyMap<string, string | null>;

export interface JsonFile {
  readonly path: string;
  readonly lines: readonly (Values | null)[];
  readonly lineEnd: TextSample['lineEnd'];
}

/** The objects of a file, one a line; null where too few of the lines are objects. */
export function jsonFile({ path, bytes, isWhole, lineEnd }: TextSample): JsonFile | null {
  const texts = bytes.toString().split('\n');
  // the end of the sample may have cut the last line
  if (!isWhole && texts.length > 1) texts.pop();
  const given = texts.filter((text) => !WHITE.test(text));
  if (given.length === 0 || !/^[ \t\r]*\{/.test(given[0] as string)) return null;
  // an object that holds nothing but arrays and objects holds its records in these
  if (given.length === 1 && isWrapper(given[0] as string)) return null;
  const lines = given.map(valuesIn);
  // a tombstone of Kafka is null
  const others = given.filter((text, i) => lines[i] === null && text.trim() !== 'null');
  return others.length <= (1 - LEAST_SHARE) * lines.length ? { path, lines, lineEnd } : null;
}

function isWrapper(text: string): boolean {
  if (arrayOfRecords(text) === null) return false;
  try {
    return Object.values(JSON.parse(text) as object).every((value) => typeof value === 'object');
  } catch {
    // the end of the line is not in the sample
    return true;
  }
}

/** The values of an object by the names that lead to them; null for a line that is no object, or has no value but null. */
function valuesIn(text: string): Values | null {
  let object: unknown;
  try {
    JSON.parse(text);
    // numbers keep their digits: every string and number becomes a string that begins with its kind
    object = JSON.parse(
      text.replace(STRING_OR_NUMBER, (found) => (found.startsWith('"') ? `"s${found.slice(1)}` : `"n${found}"`)),
    );
  } catch {
    return null;
  }
  if (!isJsonObject(object)) return null;
  const values = new Map<string, string | null>();
  addValues(object, '', values);
  return [...values.values()].every((value) => value === null) ? null : values;
}

function addValues(
  object: Readonly<Record<string, unknown>>,
  before: string,
  values: Map<string, string | null>,
): void {
  for (const [marked, value] of Object.entries(object)) {
    const path = before + marked.slice(1).replace(/[\\.|]/g, '\\$&');
    if (isJsonObject(value)) addValues(value, `${path}.`, values);
    else values.set(path, textOf(value));
  }
}

/** One character for each byte, as values of delimited text are; null for null. */
function textOf(value: unknown): string | null {
  if (value === null) return null;
  if (Array.isArray(value)) return '[]';
  const text = typeof value === 'string' ? value.slice(1) : String(value);
  return Buffer.from(text).toString('latin1');
}

export function jsonTable(files: readonly JsonFile[]): Table {
  const given = files.map(({ lines }) => lines.filter((line) => line !== null));
  const isLog = areEnvelopes(given.flat());
  const objects = isLog ? given.map((each) => each.filter(isEnvelope).map(joinedRows)) : given;
  const all = objects.flat();
  const names = [...new Set(all.flatMap((values) => [...values.keys()]))];
  const starts = objects.map((_, i) => objects.slice(0, i).reduce((sum, { length }) => sum + length, 0));
  const shown = names.slice(0, MOST_NAMES);
  const lines = files.reduce((sum, file) => sum + file.lines.length, 0);
  return {
    format: 'json',
    files: files.map(({ path }) => path),
    starts,
    records: all.length,
    columns: shown.map((name) =>
      columnOf(
        name,
        all.map((values) => values.get(name) ?? null),
      ),
    ),
    text: null,
    lineEnd: (files[0] as JsonFile).lineEnd,
    skipLines: 0,
    bad: lines - all.length,
    shortest: null,
    isUnion: false,
    doubts: [...badLines(lines, all.length), ...manyNames(names.length)],
  };
}

function badLines(lines: number, objects: number): Doubt[] {
  if (lines === objects)
    return lines > 1 ? [] : [doubt('format', 'there is only one line, which no other line can bear out')];
  return [
    doubt(
      'lines',
      `${grouped(lines - objects)} of ${counted(lines, 'line')} are not one JSON object with values, as the others are: --bad-records keep sets such lines aside`,
    ),
  ];
}

function manyNames(count: number): Doubt[] {
  return count <= MOST_NAMES
    ? []
    : [doubt('columns', `there are ${grouped(count)} names, of which ${MOST_NAMES} were looked at`)];
}
