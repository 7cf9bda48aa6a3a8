/** The setting that names the output as a table in the Glue catalog. Pure. */

import { isEscapedText, type Spec } from '../../job/options/spec';
import { printable } from '../../job/shared/printable';
import { type Defect, text } from './kind';
import { type TableColumn, tableColumns } from './table-columns';

export interface CatalogTable {
  readonly database: string;
  readonly table: string;
  readonly columns: readonly TableColumn[];
  readonly spec: Spec;
}

/** Lower case, since Glue and the engines turn names into that. */
export const databaseAndTable = text(
  'database.table, both of lower-case letters, digits and _, with a letter first',
  /^[a-z][a-z0-9_]{0,127}\.[a-z][a-z0-9_]{0,127}$/,
);

const ASCII = /^[\0-\x7f]$/;

/**
 * The keys whose defects make it pointless to look at the table: nobody can say what its records are.
 */
const KEYS = ['catalogTable', 'columns', 'key', 'orderBy', 'format', 'delimiter', 'quote', 'escape', 'header'];

/** `spec` is null where only the headers of files name the columns. */
export function catalogDefects(given: string | null, spec: Spec | null): readonly Defect[] {
  if (given === null) return [];
  const [database] = given.split('.');
  const refused = database === 'default' ? NOT_OURS : spec === null ? NO_COLUMNS : refusalOf(spec);
  return refused === null ? [] : [{ keys: KEYS, line: printable(`catalogTable ${refused}`) }];
}

const NOT_OURS = "names database 'default', which an account may have already; name one that the deployment makes";
const NO_COLUMNS = 'needs columns: only the headers of the files name them, which no table can look up';

function refusalOf(spec: Spec): string | null {
  const { format, delimiter, quote, escape: before } = spec;
  if (format === 'delimited' && !ASCII.test(delimiter)) {
    return 'needs a delimiter of one ASCII character: the SerDes of delimited text take no other';
  }
  if (format === 'delimited' && quote !== null && !(ASCII.test(quote) && ASCII.test(before as string))) {
    return 'needs quote and escape to be ASCII characters: the SerDe of quoted text takes no others';
  }
  if (isEscapedText(spec)) {
    return 'needs quote where escape is set: the SerDes end a record at a newline behind an escape too';
  }
  const found = tableColumns(spec);
  return 'refused' in found ? found.refused : null;
}

/** The arguments have no defects. */
export function resolveCatalogTable(given: string | null, spec: Spec | null): CatalogTable | null {
  if (given === null || spec === null) return null;
  const [database, table] = given.split('.') as [string, string];
  const found = tableColumns(spec);
  if ('refused' in found) throw new RangeError(found.refused);
  return { database, table, columns: found.columns, spec };
}
