/** Spark and Trino for tests: they get tables as the Glue catalog has them, and answer queries. */

import type { GlueTable, Row, Value } from './hive-table';

/** The `TableInput` of Glue. */
export interface TableInput extends GlueTable {
  readonly Name: string;
  readonly TableType: string;
}

export interface Engine {
  /** Adds a table to the catalog of the engine. */
  add(table: TableInput): Promise<void>;
  /** All rows of a table, with the names that its columns have in the engine. */
  rows(table: string): Promise<readonly Row[]>;
  /** The answer to a query, each row as the values of its columns. */
  query(sql: string): Promise<readonly (readonly Value[])[]>;
  stop(): Promise<void>;
}

/** The commands of test/engines/install.mjs. */
export interface EngineCommands {
  readonly spark: readonly string[];
  readonly trino: readonly string[];
  readonly trinoPlugins: string;
}

/** Declares tests that need the engines. Where they are missing, the tests are skipped and the reason is printed. */
export function onEngines(name: string, tests: (commands: EngineCommands) => void): void {
  const { TEST_ENGINES, TEST_ENGINES_MISSING } = process.env;
  if (TEST_ENGINES !== undefined) {
    describe(name, () => tests(JSON.parse(TEST_ENGINES)));
    return;
  }
  process.stderr.write(`SKIPPED ${name}: ${TEST_ENGINES_MISSING}\n`);
  it.skip(name, () => undefined);
}

/** JSON in which each number is a bigint, since tables of the kit have no other numbers than those of 64 bits. */
export function parseExactly(json: string): unknown {
  const marked = json.replace(/"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?/g, (found) =>
    /^-?\d+$/.test(found) ? `"\\u0000${found}"` : found,
  );
  return JSON.parse(marked, (_, value) =>
    typeof value === 'string' && value.startsWith('\0') ? BigInt(value.slice(1)) : value,
  );
}
