/**
 * WebHDFS, the REST service of HDFS, for clusters without Kerberos: a NameNode names the DataNode that has, or takes, the
 * bytes of a file.
 */

import { once } from 'node:events';
import fs from 'node:fs';
import http from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { DirectFiles } from './direct-files';

/** The files belong to the user, whom the service takes at its word, as HDFS itself does without Kerberos. */
const PRIVATE = { file: '600', folder: '700' };

/** @param nameNode the URL of NameNode's pages, for example `http://10.0.0.4:9870` */
export function webHdfs(nameNode: string, user: string): DirectFiles {
  const at = (name: string, op: string, more: Readonly<Record<string, string>> = {}) => {
    const query = new URLSearchParams({ op, 'user.name': user, ...more });
    const file = name.split('/').map(encodeURIComponent).join('/');
    return `${nameNode}/webhdfs/v1${file}?${query}`;
  };
  return {
    async list(folder, signal) {
      const response = await fetch(at(folder, 'LISTSTATUS'), { signal });
      if (response.status === 404) return [];
      const answer = (await (await succeeded(response)).json()) as Listing;
      return answer.FileStatuses.FileStatus.map(({ pathSuffix }) => pathSuffix);
    },
    async read(file, signal) {
      const response = await succeeded(await fetch(at(file, 'OPEN'), { signal }));
      return Buffer.from(await response.arrayBuffer());
    },
    async copy(from, to, signal) {
      const folder = to.slice(0, to.lastIndexOf('/'));
      await asked(at(folder, 'MKDIRS', { permission: PRIVATE.folder }), { method: 'PUT', signal });
      const create = at(to, 'CREATE', { permission: PRIVATE.file, overwrite: 'true' });
      const named = await fetch(create, { method: 'PUT', redirect: 'manual', signal });
      const location = named.headers.get('location');
      await named.arrayBuffer();
      if (named.status !== 307 || location === null) throw new Error(`HTTP ${named.status} of ${create}`);
      await send(from, location, signal);
    },
    remove: (name, signal) => asked(at(name, 'DELETE', { recursive: 'true' }), { method: 'DELETE', signal }),
  };
}

interface Listing {
  readonly FileStatuses: { readonly FileStatus: readonly { readonly pathSuffix: string }[] };
}

/** Sends a file. A DataNode says that it is ready (100) unasked, which `fetch` takes for an error. */
async function send(from: string, url: string, signal: AbortSignal): Promise<void> {
  const request = http.request(url, { method: 'PUT', signal });
  const answered = once(request, 'response') as Promise<[http.IncomingMessage]>;
  const [[response]] = await Promise.all([answered, pipeline(fs.createReadStream(from), request)]);
  response.resume();
  if (response.statusCode !== 201) throw new Error(`HTTP ${response.statusCode} of ${url}`);
}

/** Sends a request whose answer does not matter, except that it has to be a success. */
async function asked(url: string, request: RequestInit): Promise<void> {
  const response = await succeeded(await fetch(url, request));
  await response.arrayBuffer();
}

async function succeeded(response: Response): Promise<Response> {
  if (response.ok) return response;
  const said = await response.text();
  throw new Error(`HTTP ${response.status} of ${response.url}: ${said.slice(0, 500)}`);
}
