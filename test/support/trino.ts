/** Trino on this machine, with the Glue catalog and the S3 of a stand-in for AWS. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { type Engine, type EngineCommands, parseExactly, type TableInput } from './engines';
import { folderOfFile } from './folder';
import type { Value } from './hive-table';
import type { S3Environment } from './s3';

const DATABASE = 'films';

/** The variables of AWS have to be set. */
export async function startTrino({ trino, trinoPlugins }: EngineCommands): Promise<Engine> {
  const aws = process.env as unknown as S3Environment;
  const [program = '', ...args] = trino;
  const [folder, port] = [folderOfFile(), await freePort()];
  const address = `http://127.0.0.1:${port}`;
  writeSettings(folder, aws, {
    coordinator: 'true',
    'node-scheduler.include-coordinator': 'true',
    'http-server.http.port': String(port),
    'discovery.uri': address,
    'plugin.dir': trinoPlugins,
    'catalog.config-dir': join(folder, 'catalog'),
    'query.max-memory-per-node': '200MB',
    'memory.heap-headroom-per-node': '200MB',
  });
  const node = ['environment=tests', 'id=node', 'internal-address=127.0.0.1', `data-dir=${folder}/data`];
  const properties = [...node.map((each) => `-Dnode.${each}`), `-Dconfig=${folder}/config.properties`];
  const child = spawn(program, [...properties, ...args], {
    cwd: folder,
    stdio: 'pipe',
  });
  const ended = once(child, 'exit');
  let log = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      log += text;
    });
  }
  while (!log.includes('SERVER STARTED')) {
    if (child.exitCode !== null) throw new Error(`Trino does not start:\n${log}`);
    await Promise.race([wait(100), ended]);
  }
  await glue(aws, 'CreateDatabase', { DatabaseInput: { Name: DATABASE } });
  const tables = new Map<string, TableInput>();
  return {
    async add(table) {
      await glue(aws, 'CreateTable', { DatabaseName: DATABASE, TableInput: table });
      tables.set(table.Name, table);
    },
    async rows(name) {
      const { Columns } = (tables.get(name) as TableInput).StorageDescriptor;
      // a struct is a list without names in Trino's answers
      const columns = Columns.map(({ Name, Type }) =>
        Type.startsWith('struct') ? `json_format(CAST("${Name}" AS JSON))` : `"${Name}"`,
      );
      const rows = await query(address, `SELECT ${columns.join(', ')} FROM ${name}`);
      return rows.map((row) =>
        Object.fromEntries(Columns.map((column, i) => [column.Name, namedValue(column, row[i])])),
      );
    },
    query: (sql) => query(address, sql),
    async stop() {
      child.stdin.end();
      await ended;
    },
  };
}

function writeSettings(folder: string, aws: S3Environment, config: Readonly<Record<string, string>>): void {
  mkdirSync(join(folder, 'catalog'));
  writeProperties(join(folder, 'config.properties'), config);
  writeProperties(join(folder, 'catalog/hive.properties'), {
    'connector.name': 'hive',
    'hive.metastore': 'glue',
    'hive.metastore.glue.region': aws.AWS_REGION,
    'hive.metastore.glue.endpoint-url': aws.AWS_ENDPOINT_URL,
    'hive.metastore.glue.aws-access-key': aws.AWS_ACCESS_KEY_ID,
    'hive.metastore.glue.aws-secret-key': aws.AWS_SECRET_ACCESS_KEY,
    'fs.hadoop.enabled': 'false',
    'fs.native-s3.enabled': 'true',
    's3.endpoint': aws.AWS_ENDPOINT_URL,
    's3.region': aws.AWS_REGION,
    's3.path-style-access': 'true',
    's3.aws-access-key': aws.AWS_ACCESS_KEY_ID,
    's3.aws-secret-key': aws.AWS_SECRET_ACCESS_KEY,
  });
}

function writeProperties(file: string, properties: Readonly<Record<string, string>>): void {
  const lines = Object.entries(properties).map(([name, value]) => `${name}=${value}\n`);
  writeFileSync(file, lines.join(''));
}

function namedValue({ Type }: { readonly Type: string }, value: Value | undefined): Value {
  if (typeof value !== 'string' || !Type.startsWith('struct')) return value as Value;
  return parseExactly(value) as Value;
}

/** The stand-in looks at no signature. */
async function glue(aws: S3Environment, action: string, request: object): Promise<void> {
  const credential = `${aws.AWS_ACCESS_KEY_ID}/20261122/${aws.AWS_REGION}/glue/aws4_request`;
  const response = await fetch(aws.AWS_ENDPOINT_URL, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/x-amz-json-1.1',
      'X-Amz-Target': `AWSGlue.${action}`,
      Authorization: `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=host, Signature=0`,
    },
    body: JSON.stringify(request),
  });
  if (!response.ok) throw new Error(`${action}: ${await response.text()}`);
}

interface Page {
  readonly nextUri?: string;
  readonly data?: readonly (readonly Value[])[];
  readonly error?: { readonly message: string };
}

/** Asks as Trino's clients do: each answer names the address of the next one. */
async function query(address: string, sql: string): Promise<readonly (readonly Value[])[]> {
  const headers = { 'X-Trino-User': 'tests', 'X-Trino-Catalog': 'hive', 'X-Trino-Schema': DATABASE };
  const rows: (readonly Value[])[] = [];
  let page = await pageOf(await fetch(`${address}/v1/statement`, { method: 'POST', headers, body: sql }));
  for (;;) {
    if (page.error !== undefined) throw new Error(page.error.message);
    rows.push(...(page.data ?? []));
    if (page.nextUri === undefined) return rows;
    page = await pageOf(await fetch(page.nextUri, { headers }));
  }
}

async function pageOf(response: Response): Promise<Page> {
  const text = await response.text();
  if (!response.ok) throw new Error(`Trino answers ${response.status}: ${text}`);
  return parseExactly(text) as Page;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { readonly port: number };
  server.close();
  await once(server, 'close');
  return port;
}
