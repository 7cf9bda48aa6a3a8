/** The rows that a table has to have, from the records of an output as Python reads them (table-records.py). */

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { type GlueTable, membersOf, type Row, type Value } from './hive-table';
import type { Output } from './output';
import { PYTHON } from './python';

type Written = string | null | { readonly [name: string]: Written };
type Member = readonly [name: string, type: string];

/** In the order of the parts. */
export function recordsOf({ parts, summary }: Output, table: GlueTable): Row[] {
  const { format, delimiter, quote, escape: before } = summary.spec;
  const texts = parts.map((part) => Buffer.from(part, 'latin1').toString());
  const columns = table.StorageDescriptor.Columns.map(({ Name, Type }): Member => [Name, Type]);
  return ask({ parts: texts, format, delimiter, quote, escape: before }).map((record) => {
    if (!Array.isArray(record)) return objectOf(record as { readonly [name: string]: Written }, columns);
    const fields = record.map((field) => (quote === null && field === '\\N' ? null : field));
    return Object.fromEntries(columns.map(([name, type], i) => [name, typedValue(fields[i], type)]));
  });
}

function ask(task: object): (readonly string[] | Written)[] {
  const { error, status, stdout, stderr } = spawnSync(PYTHON, [join(__dirname, 'table-records.py')], {
    input: `${JSON.stringify(task)}\n`,
    encoding: 'utf8',
  });
  if (error || status !== 0) throw new Error(`Python cannot read the records: ${error ? error.message : stderr}`);
  return JSON.parse(stdout);
}

/** The members of an object by the names of columns, which have neither capitals nor other characters than letters. */
function objectOf(object: { readonly [name: string]: Written }, members: readonly Member[]): Row {
  const named = new Map(Object.entries(object).map(([name, value]) => [nameInTable(name), value]));
  return Object.fromEntries(members.map(([name, type]) => [name, typedValue(named.get(name), type)]));
}

export function nameInTable(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9_]/g, '_');
}

function typedValue(value: Written | undefined, type: string): Value {
  if (value === null || value === undefined) return null;
  const [, members] = /^struct<(.*)>$/.exec(type) ?? [];
  if (members !== undefined) return objectOf(value as { readonly [name: string]: Written }, membersOf(members));
  if (type !== 'bigint') return String(value);
  return value === '' ? null : BigInt(String(value).replace('+', ''));
}
