import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as sdk from '../../../../lib/operate/aws/operate-sdk';
import { listedPrices } from '../../../../lib/operate/aws/pricing';
import { EC2, product } from '../status/price-list';

const ELSEWHERE = product({ attributes: { ...EC2, locationType: 'AWS Outposts' }, pricePerUnit: { USD: '0.1' } });
/** The pages of the answers. */
const PRICE_LIST: Readonly<Record<string, readonly string[]>> = {
  AmazonEC2: [ELSEWHERE, product()],
  ElasticMapReduce: [product({ pricePerUnit: { USD: '0.0700000000' } })],
};

let server: Server;
/** The region to which a request was sent, and its service. */
let asked: string[];

beforeEach(async () => {
  asked = [];
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { ServiceCode, NextToken = '0' } = JSON.parse(Buffer.concat(chunks).toString());
    const [, region] = /Credential=[^/]+\/\d+\/([^/]+)\/pricing\//.exec(request.headers.authorization ?? '') ?? [];
    asked.push(`${request.headers['x-amz-target']} ${region} ${ServiceCode}`);
    const page = Number(NextToken);
    const pages = PRICE_LIST[ServiceCode] ?? [];
    const more = page + 1 < pages.length ? { NextToken: String(page + 1) } : {};
    response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1' });
    response.end(JSON.stringify({ FormatVersion: 'aws_v1', PriceList: pages.slice(page, page + 1), ...more }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

function awsOf(region: string) {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const pricing = (region: string) => new sdk.PricingClient({ region, endpoint, credentials });
  return { sdk, region, pricing };
}

it('the prices of EC2 and EMR are added up from all pages, in the region with the nearest price list', async () => {
  const listed = await listedPrices(awsOf('eu-west-1'), ['m3.xlarge']);
  expect([...listed]).toEqual([['m3.xlarge', { ec2: 0.266, emr: 0.07 }]]);
  const target = 'AWSPriceListService.GetProducts eu-central-1';
  expect(asked.sort()).toEqual([`${target} AmazonEC2`, `${target} AmazonEC2`, `${target} ElasticMapReduce`]);
});

it('no request is sent in a partition without a price list, or without an instance type', async () => {
  const aws = awsOf('us-gov-west-1');
  await expect(listedPrices(aws, ['m3.xlarge'])).rejects.toThrow('in us-gov-west-1: AWS GovCloud has no Price List');
  expect((await listedPrices(aws, [])).size).toBe(0);
  expect(asked).toEqual([]);
});
