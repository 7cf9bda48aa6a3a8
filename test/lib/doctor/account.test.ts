/** Reads an account from answers in AWS's wire formats, for pages and filters that the stand-in for AWS lacks. */

import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { awsAccount } from '../../../lib/doctor/account';
import { readSettings } from '../../../lib/settings/read';

const REGION = 'us-east-1';
const SETTINGS = readSettings({ coreInstanceType: 'm5.xlarge' }, { region: REGION });

const offering = (type: string, zone: string) =>
  `<item><instanceType>${type}</instanceType><locationType>availability-zone</locationType><location>${zone}</location></item>`;
const type = (name: string, vcpus: number) =>
  `<item><instanceType>${name}</instanceType><vCpuInfo><defaultVCpus>${vcpus}</defaultVCpus></vCpuInfo></item>`;
const zone = (name: string) => `<item><zoneName>${name}</zoneName></item>`;

const service = (name: string, ...letters: readonly string[]) =>
  `<item><serviceName>${name}</serviceName><availabilityZoneSet>${letters.map((each) => `<item>us-east-1${each}</item>`).join('')}</availabilityZoneSet></item>`;

const endpoint = (type: string, state: string, more: string) =>
  `<item><vpcEndpointId>vpce-1</vpcEndpointId><vpcEndpointType>${type}</vpcEndpointType><state>${state}</state>${more}</item>`;
const TABLE = '<routeTableIdSet><item>rtb-1</item></routeTableIdSet>';
const privateDns = (isEnabled: boolean, isForInboundAlone = false) =>
  `<privateDnsEnabled>${isEnabled}</privateDnsEnabled>` +
  `<dnsOptions><privateDnsOnlyForInboundResolverEndpoint>${isForInboundAlone}</privateDnsOnlyForInboundResolverEndpoint></dnsOptions>`;

const xml = (action: string, body: string) =>
  `<${action}Response xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">${body}</${action}Response>`;

/** The pages of each action. The token of a page is its number. */
const PAGES: Record<string, readonly string[]> = {
  DescribeAvailabilityZones: [
    `<availabilityZoneInfo>${zone('us-east-1b')}${zone('us-east-1a')}</availabilityZoneInfo>`,
  ],
  DescribeInstanceTypeOfferings: [
    `<instanceTypeOfferingSet>${offering('m3.xlarge', 'us-east-1a')}</instanceTypeOfferingSet><nextToken>1</nextToken>`,
    `<instanceTypeOfferingSet>${offering('m5.xlarge', 'us-east-1b')}</instanceTypeOfferingSet>`,
  ],
  DescribeInstanceTypes: [`<instanceTypeSet>${type('m3.xlarge', 4)}${type('m5.xlarge', 4)}</instanceTypeSet>`],
  ListReleaseLabels: [
    JSON.stringify({ ReleaseLabels: ['emr-7.14.0'], NextToken: '1' }),
    JSON.stringify({ ReleaseLabels: ['emr-7.13.0'] }),
  ],
  ListSupportedInstanceTypes: [
    JSON.stringify({ SupportedInstanceTypes: [{ Type: 'm3.xlarge' }], Marker: '1' }),
    JSON.stringify({ SupportedInstanceTypes: [{ Type: 'm5.xlarge' }] }),
  ],
  DescribeSubnets: [
    '<subnetSet><item><subnetId>subnet-00000001</subnetId><vpcId>vpc-00000001</vpcId><availabilityZone>us-east-1a</availabilityZone></item></subnetSet>',
  ],
  DescribeStacks: [
    '<DescribeStacksResult><Stacks><member><StackName>dedup-cluster</StackName><StackStatus>CREATE_COMPLETE</StackStatus>' +
      '<CreationTime>2026-11-22T00:00:00Z</CreationTime><Outputs><member><OutputKey>ClusterId</OutputKey>' +
      '<OutputValue>j-1</OutputValue></member></Outputs></member></Stacks></DescribeStacksResult>',
  ],
  DescribeCluster: [
    JSON.stringify({
      Cluster: {
        Id: 'j-1',
        Name: 'dedup-1',
        Status: { State: 'TERMINATED' },
        Tags: [
          { Key: 'team', Value: 'data' },
          { Key: 'aws:cloudformation:stack-name', Value: 'x' },
        ],
      },
    }),
  ],
  DescribeVpcAttribute: [
    '<vpcId>vpc-00000001</vpcId><enableDnsSupport><value>true</value></enableDnsSupport><enableDnsHostnames><value>false</value></enableDnsHostnames>',
  ],
  DescribeVpcEndpointServices: [
    `<serviceDetailSet>${service('com.amazonaws.us-east-1.ssm', 'b', 'a')}</serviceDetailSet><nextToken>1</nextToken>`,
    `<serviceDetailSet>${service('com.amazonaws.us-east-1.ssmmessages', 'b')}</serviceDetailSet><nextToken></nextToken>`,
  ],
  DescribeRouteTables: ['<routeTableSet><item><routeTableId>rtb-1</routeTableId></item></routeTableSet>'],
  GetServiceQuota: [JSON.stringify({ Quota: { QuotaCode: 'L-1216C47A', Value: 64 } })],
};

const asked: string[] = [];
const server = http.createServer((request, response) => {
  let body = '';
  request.on('data', (chunk) => {
    body += chunk;
  });
  request.on('end', () => {
    if (request.method === 'HEAD') return answerHead(String(request.url), response);
    const target = request.headers['x-amz-target'];
    const isXml = target === undefined;
    const action = isXml ? new URLSearchParams(body).get('Action') : String(target).split('.')[1];
    const page = isXml ? new URLSearchParams(body).get('NextToken') : pageIn(JSON.parse(body));
    const answer = PAGES[String(action)]?.[Number(page)];
    asked.push(`${action} ${body}`);
    if (answer === undefined && action === 'DescribeStacks') return response.writeHead(400).end(noStack());
    if (answer === undefined) return response.writeHead(400).end(isXml ? xmlError() : jsonError());
    response.writeHead(200, { 'content-type': isXml ? 'text/xml' : 'application/x-amz-json-1.1' });
    return response.end(isXml ? xml(String(action), answer) : answer);
  });
});

/** The answers of S3: the status and the region of each bucket. */
const BUCKETS: Readonly<Record<string, readonly [number, string | null]>> = {
  mine: [200, 'us-east-1'],
  theirs: [403, 'us-east-1'],
  secret: [403, null],
  far: [301, 'eu-west-1'],
  nobodys: [404, null],
};

function answerHead(url: string, response: http.ServerResponse): void {
  const [status, region] = BUCKETS[String(url.split(/[/?]/)[1])] ?? [500, null];
  response.writeHead(status, region === null ? {} : { 'x-amz-bucket-region': region }).end();
}

/** The number of the requested page. A request for the first page has no token. */
function pageIn({ NextToken, Marker = '0' }: { NextToken?: string; Marker?: string }): string {
  return NextToken === undefined ? Marker : NextToken;
}

const xmlError = () =>
  '<Response><Errors><Error><Code>UnauthorizedOperation</Code><Message>no</Message></Error></Errors></Response>';
const noStack = () =>
  '<ErrorResponse><Error><Type>Sender</Type><Code>ValidationError</Code><Message>Stack with id dedup-cluster does not exist</Message></Error></ErrorResponse>';
const jsonError = () => JSON.stringify({ __type: 'AccessDeniedException', message: 'no' });

const before = { ...process.env };
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
beforeEach(() => {
  const { port } = server.address() as AddressInfo;
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_MAX_ATTEMPTS: '1',
  });
});
afterEach(() => {
  process.env = { ...before };
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

it('every page is read, and only the instance types that are set are asked for', async () => {
  const answers = await awsAccount(SETTINGS, REGION, 'hnb659fds').ask();
  expect(answers).toMatchObject({
    zones: { value: ['us-east-1a', 'us-east-1b'] },
    releases: { value: ['emr-7.14.0', 'emr-7.13.0'] },
    typesOnRelease: { value: ['m3.xlarge', 'm5.xlarge'] },
    offerings: {
      value: [
        { instanceType: 'm3.xlarge', zone: 'us-east-1a' },
        { instanceType: 'm5.xlarge', zone: 'us-east-1b' },
      ],
    },
    vcpus: { value: { 'm3.xlarge': 4, 'm5.xlarge': 4 } },
    quotaVcpus: { value: 64 },
  });
  const [offerings = ''] = asked.filter((each) => each.startsWith('DescribeInstanceTypeOfferings'));
  expect(offerings).toContain('LocationType=availability-zone');
  expect(offerings).toContain('Filter.1.Value.1=m3.xlarge&Filter.1.Value.2=m5.xlarge');
});

it('a question that is not allowed is answered with the missing right', async () => {
  const answers = await awsAccount(SETTINGS, REGION, 'hnb659fds').ask();
  expect(answers.bootstrapVersion).toEqual({
    unknown: 'these credentials may not ask; allow ssm:GetParameter to check it',
  });
});

it.each([
  ['a gateway endpoint of its table', endpoint('Gateway', 'available', TABLE), 'endpoint'],
  ['a gateway endpoint of another table', endpoint('Gateway', 'available', TABLE.replace('rtb-1', 'rtb-2')), 'none'],
  ['a gateway endpoint that is being deleted', endpoint('Gateway', 'deleting', TABLE), 'none'],
  ['an interface endpoint with private DNS', endpoint('Interface', 'available', privateDns(true)), 'endpoint'],
  ['an interface endpoint without', endpoint('Interface', 'available', privateDns(false)), 'none'],
  [
    'one with private DNS for callers from outside alone',
    endpoint('Interface', 'available', privateDns(true, true)),
    'none',
  ],
  [
    'an interface endpoint that nobody accepted yet',
    endpoint('Interface', 'pendingAcceptance', privateDns(true)),
    'none',
  ],
])('the route %s is classified', async (_, found, route) => {
  PAGES.DescribeVpcEndpoints = [`<vpcEndpointSet>${found}</vpcEndpointSet>`];
  const settings = readSettings({ vpcId: 'vpc-00000001', subnetId: 'subnet-00000001' }, { region: REGION });
  const { subnet } = await awsAccount(settings, REGION, 'hnb659fds').ask();
  expect(subnet).toMatchObject({ value: { id: 'subnet-00000001', route } });
  const request = asked.findLast((each) => each.startsWith('DescribeVpcEndpoints'));
  expect(request).toContain('Filter.1.Value.1=vpc-00000001');
  for (const name of ['com.amazonaws.us-east-1.s3', 'cn.com.amazonaws.us-east-1.s3']) {
    expect(request).toMatch(new RegExp(`Filter\\.2\\.Value\\.\\d=${name.replaceAll('.', '\\.')}(&|$)`));
  }
});

it('the policy of the endpoint and the settings of its VPC are read', async () => {
  const policy = '<policyDocument>{&quot;Statement&quot;:[]}</policyDocument>';
  PAGES.DescribeVpcEndpoints = [`<vpcEndpointSet>${endpoint('Gateway', 'available', TABLE + policy)}</vpcEndpointSet>`];
  const settings = readSettings({ vpcId: 'vpc-00000001', subnetId: 'subnet-00000001' }, { region: REGION });
  const { subnet } = await awsAccount(settings, REGION, 'hnb659fds').ask();
  expect(subnet).toMatchObject({
    value: { endpointPolicy: '{"Statement":[]}', hasDnsSupport: true, hasDnsHostnames: false },
  });
  const attributes = asked
    .filter((each) => each.startsWith('DescribeVpcAttribute'))
    .map((each) => /Attribute=(\w+)/.exec(each)?.[1]);
  expect(attributes).toEqual(expect.arrayContaining(['enableDnsSupport', 'enableDnsHostnames']));
});

it('the zones of the needed endpoints are asked for, and none when no endpoint is needed', async () => {
  const { endpointZones: none } = await awsAccount(SETTINGS, REGION, 'hnb659fds').ask();
  expect(none).toEqual({ value: {} });
  const settings = readSettings({ sessionManager: true }, { region: REGION });
  const { endpointZones } = await awsAccount(settings, REGION, 'hnb659fds').ask();
  expect(endpointZones).toEqual({ value: { ssm: ['us-east-1a', 'us-east-1b'], ssmmessages: ['us-east-1b'] } });
});

it('the cluster of the deployed stack is asked for, if there is one', async () => {
  const { cluster } = await awsAccount(SETTINGS, REGION, 'hnb659fds').ask();
  expect(cluster).toEqual({ value: { id: 'j-1', name: 'dedup-1', state: 'TERMINATED', tags: { team: 'data' } } });
  const stacks = PAGES.DescribeStacks as readonly string[];
  PAGES.DescribeStacks = [];
  const none = await awsAccount(SETTINGS, REGION, 'hnb659fds').ask();
  PAGES.DescribeStacks = stacks;
  expect(none.cluster).toEqual({ value: null });
});

const bucketsOf = async (...names: readonly string[]) => {
  const input = names.map((name) => `s3://${name}/in/`).join(',');
  return (await awsAccount(readSettings({ input }, { region: REGION }), REGION, 'hnb659fds').ask()).buckets;
};

it('the facts of a bucket follow from the answer of S3 to these credentials', async () => {
  const refused = { isThere: true, isListable: false, hasEvents: null };
  expect(await bucketsOf('mine', 'theirs', 'secret', 'far', 'nobodys')).toEqual({
    value: {
      mine: { isThere: true, region: 'us-east-1', isListable: true, hasEvents: null },
      theirs: { ...refused, region: 'us-east-1' },
      secret: { ...refused, region: null },
      far: { ...refused, region: 'eu-west-1' },
      nobodys: { isThere: false, region: null, isListable: false, hasEvents: null },
    },
  });
});

it('an error of S3 leaves the facts of a bucket unknown', async () => {
  expect(await bucketsOf('mine', 'unlucky')).toEqual({
    unknown: expect.stringMatching(/^s3:ListBucket has no answer: /),
  });
});

it('reading an account fails without credentials', async () => {
  // credentials of a container are removed too, because the tests may run in one
  const credentials = /^AWS_(ACCESS|SECRET|SESSION|PROFILE|CONTAINER|WEB_IDENTITY|ROLE)/;
  for (const name of Object.keys(process.env).filter((each) => credentials.test(each))) delete process.env[name];
  Object.assign(process.env, { AWS_CONFIG_FILE: '/dev/null', AWS_SHARED_CREDENTIALS_FILE: '/dev/null' });
  await expect(awsAccount(SETTINGS, REGION, 'hnb659fds').ask()).rejects.toMatchObject({
    exitCode: 69,
    message: expect.stringMatching(
      /^no credentials that AWS takes in us-east-1 \(CredentialsProviderError: .*\): run aws configure/,
    ),
  });
});

it('reading an account fails when AWS does not answer', async () => {
  const closed = http.createServer();
  await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve));
  const { port } = closed.address() as AddressInfo;
  await new Promise((resolve) => closed.close(resolve));
  process.env.AWS_ENDPOINT_URL = `http://127.0.0.1:${port}`;
  await expect(awsAccount(SETTINGS, REGION, 'hnb659fds').ask()).rejects.toMatchObject({
    exitCode: 69,
    message: expect.stringMatching(/^AWS does not answer in us-east-1 \(.*ECONNREFUSED.*\): check/),
  });
});
