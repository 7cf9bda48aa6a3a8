/** The output as a table of Glue, in the shape of its `TableInput`. Pure. */

import type { Spec } from '../../job/options/spec';
import type { CatalogTable } from '../settings/catalog-table';
import type { TableColumn } from '../settings/table-columns';
import { sparkSource } from './spark-source';

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
    readonly numberOfBuckets: number;
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

/** Characters that text does not have, or at most one of them as its delimiter and one as its quote. */
const UNUSED = ['\x01', '\x02', '\x03'];

/**
 * `catalogTable` was checked when the settings were read. Sources: Amazon Athena's user guide, "Supported SerDe
 * libraries"; AWS Glue's guide, "TableInput".
 */
export function tableDefinition(catalogTable: CatalogTable, parts: PartsOfOutput): TableDefinition {
  const { table, columns, spec } = catalogTable;
  const { location, compress, hasHeader } = parts;
  const spark = sparkSource(catalogTable, location, hasHeader);
  const serde = serdeOf(spec, columns);
  return {
    name: table,
    tableType: 'EXTERNAL_TABLE',
    parameters: {
      EXTERNAL: 'TRUE',
      classification: spec.format === 'json' ? 'json' : 'csv',
      ...(compress === 'none' ? {} : { compressionType: compress }),
      ...(hasHeader ? { 'skip.header.line.count': '1' } : {}),
      ...spark.properties,
    },
    storageDescriptor: {
      location,
      columns: columns.map(({ name, type }) => ({ name, type })),
      compressed: compress !== 'none',
      // Trino fails where the catalog does not tell that there are none
      numberOfBuckets: 0,
      inputFormat: INPUT_FORMAT,
      outputFormat: OUTPUT_FORMAT,
      serdeInfo: { ...serde, parameters: { ...serde.parameters, ...spark.options } },
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
  // The SerDe understands doubled quotes in any case, but needs an escape other than the quote, which it drops from fields.
  const unused = UNUSED.find((each) => each !== delimiter && each !== quote) as string;
  const escapeChar = before === null || before === quote ? unused : before;
  return { serializationLibrary: QUOTED, parameters: { separatorChar: delimiter, quoteChar: quote, escapeChar } };
}

/** The SerDe compares names in lower case; a name with other characters than those of a column is mapped to it. */
function mappings(columns: readonly TableColumn[]): Readonly<Record<string, string>> {
  const mapped = columns.flatMap(({ name, jsonName }) =>
    jsonName === null || jsonName.toLowerCase() === name ? [] : [[`mapping.${name}`, jsonName.toLowerCase()]],
  );
  return { 'serialization.format': '1', ...Object.fromEntries(mapped) };
}
