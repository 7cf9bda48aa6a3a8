/** A server that answers requests although it is not an S3 server. */

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Bucket } from '../../../../job/store/s3/bucket';
import { connect } from '../../../../job/store/s3/client';
import { LIMITS } from '../../../../job/store/s3/retry';

const QUICK = { ...LIMITS, firstBackoffMs: 1, maxBackoffMs: 1, attempts: 3 };
const PAGE = '<!doctype html>\n<html><body>Hello &amp; welcome<br></body></html>';

let server: Server;
let bucket: Bucket;
let origin: string;
let status: number;
let headers: Record<string, string>;
let body: string;
let requests: number;

beforeEach(async () => {
  requests = 0;
  server = createServer((request, response) => {
    requests += 1;
    request.resume();
    response.writeHead(status, headers);
    response.end(request.method === 'HEAD' ? undefined : body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const env = { AWS_ENDPOINT_URL: origin, AWS_REGION: 'us-east-1' };
  const s3 = connect(QUICK, env);
  s3.client.config.credentials = async () => ({ accessKeyId: 'a', secretAccessKey: 'b' });
  bucket = new Bucket(s3, 'bucket');
});
afterEach(async () => {
  bucket.s3.client.destroy();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const listing = async () => {
  for await (const page of bucket.list('in/')) return page;
  return undefined;
};
const WAYS: Record<string, () => Promise<unknown>> = {
  list: () => listing(),
  head: () => bucket.head('a'),
  read: () => bucket.read('a', 100),
  put: () => bucket.put('a', 'text'),
  remove: () => bucket.remove(['a']),
};

test.each([
  ['list', 200],
  ['list', 404],
  ['head', 404],
  ['read', 404],
  ['put', 200],
  ['put', 403],
  ['remove', 200],
])('a page of HTML is not accepted as the answer to %s, with status %i', async (way, answered) => {
  [status, headers, body] = [answered, { 'content-type': 'text/html; charset=utf-8' }, PAGE];
  await expect(WAYS[way]?.()).rejects.toMatchObject({
    exitCode: 74,
    message: expect.stringMatching(
      new RegExp(
        `^cannot \\w+ s3://bucket/\\S+: ${origin} answers with a page of HTML, status ${answered}: is it an S3\\?$`,
      ),
    ),
  });
  expect(requests).toBe(1);
});

test('a request is repeated when a server says in HTML that it is unavailable', async () => {
  [status, headers, body] = [502, { 'content-type': 'text/html' }, PAGE];
  await expect(bucket.read('a', 100)).rejects.toThrow(
    `${origin} answers with a page of HTML, status 502: is it an S3?`,
  );
  expect(requests).toBe(QUICK.attempts);
});

test.each(['head', 'read'])('an object whose content is a page of HTML is accepted: %s', async (way) => {
  [status, headers, body] = [200, { 'content-type': 'text/html', 'last-modified': new Date(0).toUTCString() }, PAGE];
  await expect(WAYS[way]?.()).rejects.toMatchObject({
    exitCode: 74,
    message: 'cannot read s3://bucket/a: the answer has no ETag, as that of an S3 has',
  });
  headers = { ...headers, etag: '"e"', 'content-length': String(PAGE.length) };
  expect(await WAYS[way]?.()).toMatchObject({ etag: '"e"' });
});

test('the message for an unintelligible answer omits the advice of the SDK to programmers', async () => {
  [status, headers, body] = [200, { 'content-type': 'application/xml' }, '<a><b></a>'];
  await expect(listing()).rejects.toMatchObject({
    exitCode: 74,
    message: 'cannot list s3://bucket/in/: @aws-sdk XML parse error: mismatched tags <b> and </a>.',
  });
});
