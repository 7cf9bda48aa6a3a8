/**
 * Parameters of the table by which Spark reads the output with a data source of its own, where Hive's SerDe would give it
 * other rows: Spark does not skip header lines before a SerDe, takes each newline within quotes as the end of a record, and
 * has no SerDe of JSON Lines. Other engines do not look at these parameters. Pure.
 */

import type { Spec } from '../../job/options/spec';
import type { CatalogTable } from '../settings/catalog-table';
import type { Shape, TableColumn } from '../settings/table-columns';

export interface SparkSource {
  /** Properties of the table. */
  readonly properties: Readonly<Record<string, string>>;
  /** Options of the data source, which stand among the parameters of the SerDe. */
  readonly options: Readonly<Record<string, string>>;
}

/** Spark reads plain text without headers by the SerDe, which lists the parts anew for each query. */
const SERDE: SparkSource = { properties: {}, options: {} };

/**
 * `location` is `s3://bucket/prefix/`. Sources: Spark's HiveExternalCatalog, for the names of the properties, and its guide
 * "Data Sources", for the options.
 */
export function sparkSource({ columns, spec }: CatalogTable, location: string, hasHeader: boolean): SparkSource {
  if (spec.format === 'delimited' && spec.quote === null && !hasHeader) return SERDE;
  const isJson = spec.format === 'json';
  return {
    properties: {
      'spark.sql.sources.provider': isJson ? 'json' : 'csv',
      'spark.sql.sources.schema': JSON.stringify(structOf(columns.map(isJson ? jsonField : textField))),
    },
    options: { path: location, lineSep: '\n', ...(isJson ? {} : textOptions(spec, hasHeader)) },
  };
}

function textOptions({ delimiter, quote, escape: before }: Spec, hasHeader: boolean): Record<string, string> {
  const common = { sep: delimiter, header: String(hasHeader) };
  // without quotes the SerDe, by which the other engines read, takes \N as NULL
  if (quote === null) return { ...common, quote: '', escape: '', nullValue: '\\N' };
  return { ...common, quote, escape: before === null ? quote : before, multiLine: 'true' };
}

/** A type of Spark, as its JSON has it. */
type SparkType = 'long' | 'string' | { readonly type: 'struct'; readonly fields: readonly SparkField[] };

interface SparkField {
  readonly name: string;
  readonly type: SparkType;
  readonly nullable: true;
  readonly metadata: object;
}

function structOf(fields: readonly (readonly [name: string, type: SparkType])[]): SparkType {
  return {
    type: 'struct',
    fields: fields.map(([name, type]) => ({ name, type, nullable: true, metadata: {} })),
  };
}

function textField({ name, type }: TableColumn): readonly [string, SparkType] {
  return [name, type === 'bigint' ? 'long' : 'string'];
}

/** Spark finds a value by the name that it has in records, capitals included. */
function jsonField({ jsonName, shape }: TableColumn): readonly [string, SparkType] {
  return [jsonName as string, jsonType(shape)];
}

/** Every value is text: Spark would read an integer that is written as a string, like `"5"`, as NULL. */
function jsonType(shape: Shape): SparkType {
  return typeof shape === 'string' ? 'string' : structOf([...shape].map(([name, inner]) => [name, jsonType(inner)]));
}
