/** Spark on this machine, in one process for all tables of a test file (test/engines/spark/Tables.java). */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { type Engine, type EngineCommands, parseExactly } from './engines';
import { folderOfFile } from './folder';
import type { Row } from './hive-table';

interface Answer {
  readonly rows?: readonly Row[];
  readonly error?: string;
}

/** Properties of Spark and, behind `spark.hadoop.`, of its metastore, which is a database in memory. */
function settings(folder: string): Readonly<Record<string, string>> {
  return {
    'spark.master': 'local[1]',
    'spark.app.name': 'tables',
    'spark.ui.enabled': 'false',
    'spark.driver.host': '127.0.0.1',
    'spark.driver.bindAddress': '127.0.0.1',
    'spark.local.dir': folder,
    'spark.sql.warehouse.dir': `${folder}/warehouse`,
    'spark.sql.jsonGenerator.ignoreNullFields': 'false',
    'spark.sql.shuffle.partitions': '1',
    'spark.hadoop.javax.jdo.option.ConnectionURL': 'jdbc:derby:memory:metastore;create=true',
    'spark.hadoop.datanucleus.schema.autoCreateAll': 'true',
    'spark.hadoop.hive.metastore.schema.verification': 'false',
    'derby.system.home': folder,
    'derby.stream.error.file': `${folder}/derby.log`,
  };
}

export function startSpark({ spark: [program = '', ...args] }: EngineCommands): Engine {
  const folder = folderOfFile();
  const properties = Object.entries(settings(folder)).map(([name, value]) => `-D${name}=${value}`);
  const child = spawn(program, [...properties, ...args], { cwd: folder, stdio: ['pipe', 'pipe', 'pipe'] });
  const ended = once(child, 'exit');
  let log = '';
  child.stderr.setEncoding('utf8').on('data', (text) => {
    log += text;
  });
  child.stdin.on('error', () => undefined);
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ask = async (request: object): Promise<readonly Row[]> => {
    child.stdin.write(`${JSON.stringify(request)}\n`);
    const { value, done } = await answers.next();
    if (done) throw new Error(`Spark has ended:\n${log}`);
    const { rows = [], error } = parseExactly(value) as Answer;
    if (error !== undefined) throw new Error(error);
    return rows;
  };
  return {
    add: async (table) => void (await ask({ table })),
    rows: (table) => ask({ query: `SELECT * FROM ${table}` }),
    query: async (query) => (await ask({ query })).map((row) => Object.values(row)),
    async stop() {
      child.stdin.end();
      await ended;
    },
  };
}
