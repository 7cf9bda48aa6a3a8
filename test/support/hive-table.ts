/**
 * Reads an output as engines read a table of the Glue catalog: its definition alone says which files there are, what their
 * lines are, and which columns a line has.
 */

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { contentOf } from './output';

/** The part of Glue's `Table` that readers use. */
export interface GlueTable {
  readonly Parameters: Readonly<Record<string, string>>;
  readonly StorageDescriptor: {
    readonly Location: string;
    readonly Columns: readonly { readonly Name: string; readonly Type: string }[];
    readonly Compressed: boolean;
    readonly InputFormat: string;
    readonly SerdeInfo: {
      readonly SerializationLibrary: string;
      readonly Parameters: Readonly<Record<string, string>>;
    };
  };
}

type Parameters = Readonly<Record<string, string>>;
/** A value of a row: text, a number of 64 bits, an object of JSON, or NULL. */
export type Value = string | bigint | null | { readonly [name: string]: Value };
export type Row = Readonly<Record<string, Value>>;

/** The rows of the table, in the order of the parts, from a folder that holds the files of its location. */
export function rowsOf(table: GlueTable, folder: string): Row[] {
  const { Columns, InputFormat, SerdeInfo } = table.StorageDescriptor;
  expect(InputFormat).toBe('org.apache.hadoop.mapred.TextInputFormat');
  const fieldsOf = SERDES[SerdeInfo.SerializationLibrary];
  if (fieldsOf === undefined) throw new Error(`no engine has ${SerdeInfo.SerializationLibrary}`);
  const skipped = Number(table.Parameters['skip.header.line.count'] ?? 0);
  return visibleFiles(folder).flatMap((file) => {
    expect(/\.(gz|zst)$/.test(file)).toBe(table.StorageDescriptor.Compressed);
    const lines = Buffer.from(contentOf(file), 'latin1').toString().split('\n').slice(skipped, -1);
    return lines.map((line) => {
      const values = fieldsOf(line, Columns, SerdeInfo.Parameters);
      return Object.fromEntries(Columns.map(({ Name, Type }, i) => [Name, typed(values[i], Type)]));
    });
  });
}

/** All files below a folder, except those with a name on their way that begins with `_` or `.`. */
function visibleFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => !/^[._]/.test(name))
    .flatMap((entry) => (entry.isDirectory() ? visibleFiles(join(folder, entry.name)) : [join(folder, entry.name)]))
    .sort();
}

type FieldsOf = (line: string, columns: GlueTable['StorageDescriptor']['Columns'], parameters: Parameters) => unknown[];

const SERDES: Readonly<Record<string, FieldsOf>> = {
  'org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe': (line, _, parameters) =>
    line.split(parameters['field.delim'] as string).map((field) => (field === '\\N' ? undefined : field)),
  'org.apache.hadoop.hive.serde2.OpenCSVSerde': (line, _, parameters) => quotedFields(line, parameters),
  'org.openx.data.jsonserde.JsonSerDe': (line, columns, parameters) => {
    const record = lowerCased(JSON.parse(line)) as Readonly<Record<string, unknown>>;
    return columns.map(({ Name }) => record[parameters[`mapping.${Name}`] ?? Name]);
  },
};

/** As opencsv reads a line, which the SerDe uses: a doubled quote is a quote, and so is one behind the escape. */
function quotedFields(line: string, { separatorChar, quoteChar, escapeChar }: Parameters): string[] {
  const fields: string[] = [];
  let field = '';
  let isQuoted = false;
  for (let at = 0; at < line.length; at++) {
    const [character, next] = [line[at] as string, line[at + 1]];
    const isEscape = isQuoted && (character === escapeChar || character === quoteChar);
    if (isEscape && (next === quoteChar || (character === escapeChar && next === escapeChar))) {
      field += line[++at];
    } else if (character === quoteChar) isQuoted = !isQuoted;
    else if (character === separatorChar && !isQuoted) {
      fields.push(field);
      field = '';
    } else field += character;
  }
  return [...fields, field];
}

function lowerCased(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name.toLowerCase(), lowerCased(inner)]));
}

function typed(value: unknown, type: string): Value {
  if (value === undefined || value === null) return null;
  const [, members] = /^struct<(.*)>$/.exec(type) ?? [];
  if (members !== undefined) {
    const named = membersOf(members).map(([name, inner]) => [
      name,
      typed((value as Record<string, unknown>)[name], inner),
    ]);
    return Object.fromEntries(named);
  }
  if (type === 'string') return String(value);
  if (type !== 'bigint') throw new Error(`no column of the kit is of type ${type}`);
  return /^[+-]?\d+$/.test(String(value)) ? BigInt(String(value).replace('+', '')) : null;
}

/** `id:string,at:struct<ms:bigint>` has two members. */
export function membersOf(text: string): [name: string, type: string][] {
  const members: [string, string][] = [];
  let [depth, start] = [0, 0];
  for (const [at, character] of [...text, ','].entries()) {
    if (character === '<') depth++;
    else if (character === '>') depth--;
    else if (character === ',' && depth === 0) {
      const member = text.slice(start, at);
      const colon = member.indexOf(':');
      members.push([member.slice(0, colon), member.slice(colon + 1)]);
      start = at + 1;
    }
  }
  return members;
}
