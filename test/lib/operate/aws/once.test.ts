/** Requests that must not be carried out twice, sent by the SDK to a server that answers, breaks off or stays silent. */

import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { EMRClient, RunJobFlowCommand } from '@aws-sdk/client-emr';
import { isLostAnswer, sendOnce } from '../../../../lib/operate/aws/once';

type Answer = (response: ServerResponse) => void;

const answered =
  (status: number, body: object | string): Answer =>
  (response) => {
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  };
const THROTTLED = answered(400, { __type: 'ThrottlingException', message: 'Rate exceeded' });
const STARTED = answered(200, { JobFlowId: 'j-1' });

/** Longer than any answer takes on a busy machine. */
const LONG_MS = 30_000;

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
  server = undefined;
});

/** Sends one request. Returns its result and the number of attempts that the server saw. */
async function sent(answers: readonly Answer[], mostMs = LONG_MS) {
  const left = [...answers];
  let seen = 0;
  const made = createServer((request, response) => {
    seen += 1;
    request.resume();
    request.once('end', () => (left.shift() as Answer)(response));
  });
  server = made;
  await new Promise<void>((resolve) => made.listen(0, '127.0.0.1', resolve));
  const { port } = made.address() as AddressInfo;
  return { ...(await send(port, mostMs)), seen };
}

async function send(port: number, mostMs = LONG_MS) {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const endpoint = `http://127.0.0.1:${port}`;
  const client = new EMRClient({ endpoint, region: 'us-east-1', credentials, maxAttempts: 2 });
  const command = new RunJobFlowCommand({ Name: 'a cluster', Instances: {} });
  const outcome = await sendOnce(command, mostMs, (...once) => client.send(...once)).then(
    ({ JobFlowId }) => ({ id: JobFlowId, error: null }),
    (error) => ({ id: null, error }),
  );
  client.destroy();
  return outcome;
}

it('a request that AWS throttled is sent again', async () => {
  expect(await sent([THROTTLED, STARTED])).toEqual({ id: 'j-1', error: null, seen: 2 });
});

it.each<[string, number, Answer]>([
  ['the connection breaks', LONG_MS, (response) => response.socket?.destroy()],
  ['nothing ever comes', 200, () => {}],
  ['AWS fails', LONG_MS, answered(500, { __type: 'InternalServerError', message: 'Oops' })],
  ['AWS is away', LONG_MS, answered(503, { __type: 'ServiceUnavailable', message: 'Oops' })],
  ['something else answers', LONG_MS, answered(200, '<html>')],
])(
  'a request is not sent again when %s, and the error says that it may have been carried out',
  async (_, mostMs, answer) => {
    const { error, seen } = await sent([answer, STARTED], mostMs);
    expect({ isLost: isLostAnswer(error), seen }).toEqual({ isLost: true, seen: 1 });
  },
);

it('a request that AWS refuses or that does not reach AWS counts as not carried out', async () => {
  const refused = await sent([answered(400, { __type: 'ValidationException', message: 'no such release' })]);
  expect({ isLost: isLostAnswer(refused.error), seen: refused.seen }).toEqual({ isLost: false, seen: 1 });
  const { error } = await send(1);
  expect({ isLost: isLostAnswer(error), message: error.message }).toEqual({
    isLost: false,
    message: expect.stringContaining('ECONNREFUSED'),
  });
});
