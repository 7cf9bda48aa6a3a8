/** A proxy between a client and its S3, which causes the faults that networks and S3 can have. */

import { createServer, request as forward, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * The fault of a request. `silence`: no answer ever comes. `reset`: the connection breaks before the request arrives.
 * `lose-answer`: the request is carried out, then the connection breaks. `break-body`: the connection breaks in the middle
 * of the answer. `stall-body`: the answer stops in its middle. `short-body`: the answer is complete, but has half of the
 * requested bytes. `flip-bit`: one bit in the middle of the answer differs. `forget-range`: the answer begins with the
 * first byte of the object. All other faults are refusals.
 */
export type S3Fault =
  | keyof typeof REFUSALS
  | 'silence'
  | 'reset'
  | 'lose-answer'
  | 'break-body'
  | 'stall-body'
  | 'short-body'
  | 'flip-bit'
  | 'forget-range';

export interface SeenRequest {
  readonly method: string;
  /** The path with its query. */
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  /** The number of requests before this one. */
  readonly number: number;
}

export interface S3Faults {
  readonly endpoint: string;
  readonly seen: readonly SeenRequest[];
  /** The fault of each request; may be set at any time. A request waits until its fault is known. */
  judge: (request: SeenRequest) => S3Fault | undefined | Promise<S3Fault | undefined>;
  /** Called before a request is passed on. */
  latencyMs: number;
  /** How far the clock in the headers of answers is ahead of the clock that dates objects. */
  aheadMs: number;
  /** Headers that are removed from a request, as if the server did not know them. */
  strips: (request: SeenRequest) => readonly string[];
  /** The number of requests that wait for an answer now, and the greatest such number until now. */
  readonly most: { now: number; ever: number };
  stop(): Promise<void>;
}

/** Whether the request reads bytes of an input, in the version that was listed. */
export function readsInput({ method, headers }: SeenRequest): boolean {
  return method === 'GET' && 'if-match' in headers;
}

/** Starts a proxy on a free port in front of an S3. */
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
    const judged = faults.judge(one);
    for (const name of faults.strips(one)) delete headers[name];
    const go = (fault: S3Fault | undefined) => pass(target, request, response, fault, faults.aheadMs);
    if (judged instanceof Promise) void judged.then(go);
    else if (faults.latencyMs > 0) setTimeout(go, faults.latencyMs, judged);
    else go(judged);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const faults: S3Faults = {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    judge: () => undefined,
    latencyMs: 0,
    aheadMs: 0,
    strips: () => [],
    most: { now: 0, ever: 0 },
    stop: () => stop(server),
  };
  return faults;
}

const xml = (code: string, message: string) => `<Error><Code>${code}</Code><Message>${message}</Message></Error>`;

/** The refusals, in the words of S3 or of another kind of server. */
const REFUSALS = {
  'slow-down': { status: 503, body: xml('SlowDown', 'Please reduce your request rate.') },
  deny: { status: 403, body: xml('AccessDenied', 'Access Denied') },
  expired: { status: 400, body: xml('ExpiredToken', 'The provided token has expired.') },
  'not-implemented': { status: 501, body: xml('NotImplemented', 'A header you provided implies functionality') },
  'bad-gateway': { status: 400, body: '<!doctype html>\n<html><body><h1>Not your S3</h1></body></html>' },
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
  if (fault !== undefined && fault in REFUSALS) {
    const { status, body } = REFUSALS[fault as keyof typeof REFUSALS];
    request.resume();
    request.once('end', () => {
      response.writeHead(status, { 'content-type': body.startsWith('<!') ? 'text/html' : 'application/xml' });
      // an answer to HEAD has no body
      response.end(request.method === 'HEAD' ? undefined : body);
    });
    return;
  }
  if (fault === 'reset') {
    request.socket.destroy();
    return;
  }
  const { method, url, headers } = request;
  if (fault === 'forget-range') delete headers.range;
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
  const length = Number(headers['content-length']);
  const half = Math.floor(length / 2);
  if (fault === 'short-body') headers['content-length'] = String(half);
  response.writeHead(answer.statusCode as number, { ...headers, date: new Date(said + aheadMs).toUTCString() });
  if (fault === undefined) {
    answer.pipe(response);
    return;
  }
  const isCut = fault === 'short-body' || fault === 'break-body' || fault === 'stall-body';
  let sent = 0;
  answer.on('data', (chunk: Buffer) => {
    if (fault === 'flip-bit' && sent <= half && half < sent + chunk.length)
      chunk.writeUInt8(chunk.readUInt8(half - sent) ^ 1, half - sent);
    response.write(isCut ? chunk.subarray(0, Math.max(0, half - sent)) : chunk);
    sent += chunk.length;
  });
  answer.once('end', () => {
    if (fault === 'break-body') response.socket?.end();
    else if (fault !== 'stall-body') response.end();
  });
}

async function stop(server: Server): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeAllConnections();
  await closed;
}
