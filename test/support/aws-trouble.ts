/** A proxy in front of the stand-in, which answers chosen requests with errors of AWS's JSON and query APIs. */

import { createServer, request as forward } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An error of AWS: its name and its text. */
export interface Trouble {
  readonly name: string;
  readonly message: string;
  readonly status?: number;
}

export interface AwsTrouble {
  readonly endpoint: string;
  /** The operations that were requested, such as `DescribeStep`. */
  readonly asked: readonly string[];
  /** The fault of each request; may be set at any time. `lose-answer`: the request is carried out, without an answer. */
  judge: (operation: string, number: number) => Trouble | 'lose-answer' | undefined;
  stop(): Promise<void>;
}

export async function startAwsTrouble(endpoint: string): Promise<AwsTrouble> {
  const target = new URL(endpoint);
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks);
      const operation = operationOf(request.headers['x-amz-target'], body);
      const trouble = operation === null ? undefined : between.judge(operation, asked.push(operation));
      if (trouble !== undefined && trouble !== 'lose-answer') {
        const isJson = request.headers['x-amz-target'] !== undefined;
        response.writeHead(trouble.status ?? 400, {
          'content-type': isJson ? 'application/x-amz-json-1.1' : 'text/xml',
        });
        response.end(isJson ? inJson(trouble) : inXml(trouble));
        return;
      }
      const { method, url, headers } = request;
      const onward = forward({ host: target.hostname, port: target.port, method, path: url, headers }, (answer) => {
        if (trouble === 'lose-answer') {
          answer.resume();
          answer.once('end', () => request.socket.destroy());
          return;
        }
        response.writeHead(answer.statusCode as number, answer.headers);
        answer.pipe(response);
      });
      onward.once('error', () => request.socket.destroy());
      onward.end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const between: AwsTrouble = {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    judge: () => undefined,
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
  return between;
}

function inJson({ name, message }: Trouble): string {
  return JSON.stringify({ __type: name, message });
}

/** An error in the query protocol, which CloudFormation uses. */
function inXml({ name, message }: Trouble): string {
  return `<ErrorResponse><Error><Type>Sender</Type><Code>${name}</Code><Message>${message}</Message></Error></ErrorResponse>`;
}

/** The operation of a request; null for requests to S3. */
function operationOf(target: string | string[] | undefined, body: Buffer): string | null {
  if (typeof target === 'string') return target.replace(/^.*\./, '');
  return /^Action=(\w+)|&Action=(\w+)/.exec(body.toString())?.[1] ?? null;
}
