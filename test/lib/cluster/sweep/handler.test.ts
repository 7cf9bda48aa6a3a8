import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { handler } from '../../../../lib/cluster/sweep/handler';

/** The handler of the custom resource, with a stand-in for CloudFormation and an AWS that refuses every request. */
let answers: { readonly type: string | undefined; readonly body: Record<string, unknown> }[];
let server: http.Server;
let url: string;
const before = { ...process.env };

beforeEach(async () => {
  answers = [];
  server = http.createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    if (request.method !== 'PUT') {
      response.writeHead(400, { 'x-amzn-errortype': 'AccessDeniedException' }).end('{"message":"not allowed"}');
      return;
    }
    answers.push({ type: request.headers['content-type'], body: JSON.parse(Buffer.concat(chunks).toString()) });
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  Object.assign(process.env, { AWS_ENDPOINT_URL: url, AWS_REGION: 'us-east-1' });
  Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' });
});
afterEach(async () => {
  process.env = { ...before };
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

function event(type: 'Create' | 'Update' | 'Delete', more: object = {}) {
  return {
    RequestType: type,
    ResponseURL: url,
    StackId: 'stack',
    RequestId: 'request',
    LogicalResourceId: 'SweepRevokeRules',
    ResourceProperties: { GroupIds: ['sg-1'], VpcId: 'vpc-1', Rules: 'revoke' as const, Vpc: 'own' as const },
    ...more,
  };
}
const context = { getRemainingTimeInMillis: () => 900_000 };

test.each(['Create', 'Update'] as const)('the handler does nothing on %s, and reports success', async (type) => {
  await handler(event(type), context);
  expect(answers).toEqual([
    {
      // the URL is signed without a content type
      type: undefined,
      body: {
        Status: 'SUCCESS',
        Reason: '',
        PhysicalResourceId: 'SweepRevokeRules-vpc-1',
        StackId: 'stack',
        RequestId: 'request',
        LogicalResourceId: 'SweepRevokeRules',
      },
    },
  ]);
});

test.each([
  ['keeps its id in the same VPC', { VpcId: 'vpc-1' }, 'before'],
  ['keeps its id when no VPC was known before', {}, 'before'],
  ['gets another id in another VPC, which deletes the former resource', { VpcId: 'vpc-0' }, 'SweepRevokeRules-vpc-1'],
])('a sweep that is updated %s', async (_, OldResourceProperties, id) => {
  await handler(event('Update', { PhysicalResourceId: 'before', OldResourceProperties }), context);
  expect(answers.map(({ body }) => body.PhysicalResourceId)).toEqual([id]);
});

test('the handler checks the cluster before a change, and the deletion of that check sweeps nothing', async () => {
  const said = jest.spyOn(console, 'error').mockImplementation(() => {});
  const before = { VpcId: 'vpc-1', InPlace: 'a', Replacing: 'x', Generation: '1' };
  const change = { ResourceProperties: { ...before, InPlace: 'b' }, OldResourceProperties: before };
  await handler(event('Update', { ...change, PhysicalResourceId: 'before' }), context);
  await handler(event('Delete', { ResourceProperties: before, PhysicalResourceId: 'before' }), context);
  said.mockRestore();
  expect(answers.map(({ body }) => [body.Status, body.Reason])).toEqual([
    ['FAILED', expect.any(String)],
    ['SUCCESS', ''],
  ]);
});

test('a failure is reported with its reason, and the resource keeps its id', async () => {
  const said = jest.spyOn(console, 'error').mockImplementation(() => {});
  await handler(event('Delete', { PhysicalResourceId: 'before' }), context);
  said.mockRestore();
  expect(answers.map(({ body }) => body)).toEqual([
    expect.objectContaining({ Status: 'FAILED', Reason: 'not allowed', PhysicalResourceId: 'before' }),
  ]);
});
