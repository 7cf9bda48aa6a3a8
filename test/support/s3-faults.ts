/** A server between a client and its S3 that does to the traffic what networks and S3 do at their worst. */

import { createServer, request as forward, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * What befalls a request. `slow-down`: 503. `deny`: 403. `silence`: nothing ever comes. `reset`: its connection breaks
 * before it gets there. `lose-answer`: it is done, and the connection breaks. `break-body`: the answer ends half-way.
 * `stall-body`: half-way nothing more comes.
 */
export type S3Fault = 'slow-down' | 'deny' | 'silence' | 'reset' | 'lose-answer' | 'break-body' | 'stall-body';

export interface SeenRequest {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  /** How many came before it. */
  readonly number: number;
}

export interface S3Faults {
  readonly endpoint: string;
  readonly seen: readonly SeenRequest[];
  /** Decides for each request; to be set anew at any time. */
  judge: (request: SeenRequest) => S3Fault | undefined;
  /** Before anything is passed on. */
  latencyMs: number;
  /** How far the clock that answers state is ahead of the one by which objects are dated. */
  aheadMs: number;
  /** Requests that wait for an answer now, and the most that ever did. */
  readonly most: { now: number; ever: number };
  stop(): Promise<void>;
}

/** Starts one on a free port, in front of an S3. */
export async function startS3Faults(endpoint: string): Promise<S3Faults> {
  const target = new URL(endpoint);
  const seen: SeenRequest[] = [];
  const server = createServer((request, response) => {
    const { method = '', url = '', headers } = request;
    const one = { method, path: url, headers, number: seen.length };
    seen.push(one);
    faults.most.now += 1;
    faults.most.ever = Math.max(faults.most.ever, faults.most.now);
    response.once('close', () => {
      faults.most.now -= 1;
    });
    const fault = faults.judge(one);
    const go = () => pass(target, request, response, fault, faults.aheadMs);
    if (faults.latencyMs > 0) setTimeout(go, faults.latencyMs);
    else go();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const faults: S3Faults = {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    judge: () => undefined,
    latencyMs: 0,
    aheadMs: 0,
    most: { now: 0, ever: 0 },
    stop: () => stop(server),
  };
  return faults;
}

/** In S3's words. */
const REFUSALS = {
  'slow-down': { status: 503, code: 'SlowDown', message: 'Please reduce your request rate.' },
  deny: { status: 403, code: 'AccessDenied', message: 'Access Denied' },
};

function pass(
  target: URL,
  request: IncomingMessage,
  response: ServerResponse,
  fault: S3Fault | undefined,
  aheadMs: number,
): void {
  if (fault === 'silence') {
    request.resume();
    return;
  }
  if (fault === 'slow-down' || fault === 'deny') {
    const { status, code, message } = REFUSALS[fault];
    request.resume();
    request.once('end', () => {
      response.writeHead(status, { 'content-type': 'application/xml' });
      response.end(`<Error><Code>${code}</Code><Message>${message}</Message></Error>`);
    });
    return;
  }
  if (fault === 'reset') {
    request.socket.destroy();
    return;
  }
  const { method, url, headers } = request;
  const onward = forward({ host: target.hostname, port: target.port, method, path: url, headers }, (answer) => {
    if (fault === 'lose-answer') {
      answer.resume();
      answer.once('end', () => request.socket.destroy());
      return;
    }
    sendBack(answer, response, fault, aheadMs);
  });
  onward.once('error', () => request.socket.destroy());
  request.pipe(onward);
}

function sendBack(
  answer: IncomingMessage,
  response: ServerResponse,
  fault: S3Fault | undefined,
  aheadMs: number,
): void {
  const { date, ...headers } = answer.headers;
  const said = date === undefined ? Date.now() : Date.parse(date);
  response.writeHead(answer.statusCode as number, { ...headers, date: new Date(said + aheadMs).toUTCString() });
  if (fault === undefined) {
    answer.pipe(response);
    return;
  }
  const half = Number(headers['content-length']) / 2;
  let sent = 0;
  answer.on('data', (chunk: Buffer) => {
    const rest = Math.max(0, Math.floor(half) - sent);
    response.write(chunk.subarray(0, rest));
    sent += chunk.length;
  });
  answer.once('end', () => {
    if (fault === 'break-body') response.socket?.end();
  });
}

async function stop(server: Server): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeAllConnections();
  await closed;
}
