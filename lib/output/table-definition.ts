/** The output as a table of Glue, in the shape of its `TableInput`. Pure. */

import type { Spec } from '../../job/options/spec';
import type { CatalogTable } from '../settings/catalog-table';
import type { TableColumn } from '../settings/table-columns';

/** What the settings say of the parts beside the spec of their records. */
export interface PartsOfOutput {
  /** `s3://bucket/prefix/` */
  readonly location: string;
  readonly compress: 'none' | 'gzip' | 'zstd';
  /** Whether each part begins with a header line. */
  readonly hasHeader: boolean;
}

export interface TableDefinition {
  readonly name: string;
  readonly tableType: 'EXTERNAL_TABLE';
  readonly parameters: Readonly<Record<string, string>>;
  readonly storageDescriptor: {
    readonly location: string;
    readonly columns: readonly { readonly name: string; readonly type: string }[];
    readonly compressed: boolean;
    readonly inputFormat: string;
    readonly outputFormat: string;
    readonly serdeInfo: Serde;
  };
}

interface Serde {
  readonly serializationLibrary: string;
  readonly parameters: Readonly<Record<string, string>>;
}

/** Lines of text, which the input format unpacks by the ends of the files' names. */
const INPUT_FORMAT = 'org.apache.hadoop.mapred.TextInputFormat';
const OUTPUT_FORMAT = 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat';

const PLAIN = 'org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe';
const QUOTED = 'org.apache.hadoop.hive.serde2.OpenCSVSerde';
const JSON_LINES = 'org.openx.data.jsonserde.JsonSerDe';

/**
 * `catalogTable` was checked when the settings were read. Sources: Amazon Athena's user guide, "Supported SerDe
 * libraries"; AWS Glue's guide, "TableInput".
 */
export function tableDefinition({ table, columns, spec }: CatalogTable, parts: PartsOfOutput): TableDefinition {
  const { location, compress, hasHeader } = parts;
  return {
    name: table,
    tableType: 'EXTERNAL_TABLE',
    parameters: {
      EXTERNAL: 'TRUE',
      classification: spec.format === 'json' ? 'json' : 'csv',
      ...(compress === 'none' ? {} : { compressionType: compress }),
      ...(hasHeader ? { 'skip.header.line.count': '1' } : {}),
    },
    storageDescriptor: {
      location,
      columns: columns.map(({ name, type }) => ({ name, type })),
      compressed: compress !== 'none',
      inputFormat: INPUT_FORMAT,
      outputFormat: OUTPUT_FORMAT,
      serdeInfo: serdeOf(spec, columns),
    },
  };
}

function serdeOf(spec: Spec, columns: readonly TableColumn[]): Serde {
  if (spec.format === 'json') return { serializationLibrary: JSON_LINES, parameters: mappings(columns) };
  const { delimiter, quote, escape: before } = spec;
  if (quote === null) {
    const parameters = { 'field.delim': delimiter, 'serialization.format': delimiter };
    return { serializationLibrary: PLAIN, parameters };
  }
  // The SerDe understands doubled quotes beside an escape, but refuses an escape that is the quote itself.
  const escapeChar = before === null || before === quote ? '\\' : before;
  return { serializationLibrary: QUOTED, parameters: { separatorChar: delimiter, quoteChar: quote, escapeChar } };
}

/** The SerDe compares names in lower case; a name with other characters than those of a column is mapped to it. */
function mappings(columns: readonly TableColumn[]): Readonly<Record<string, string>> {
  const mapped = columns.flatMap(({ name, jsonName }) =>
    jsonName === null || jsonName === name ? [] : [[`mapping.${name}`, jsonName]],
  );
  return { 'serialization.format': '1', ...Object.fromEntries(mapped) };
}
