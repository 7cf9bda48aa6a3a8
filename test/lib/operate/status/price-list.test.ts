import type { InstanceFacts } from '../../../../lib/operate/cluster/cluster-facts';
import {
  dollarsPerHour,
  priceListRegion,
  productsRequest,
  unpricedTypes,
} from '../../../../lib/operate/status/price-list';
import { EC2, product } from './price-list';

const WANTED = { type: 'm3.xlarge', region: 'us-east-1' };

it('the price of an instance hour is the one on demand', () => {
  expect(dollarsPerHour('AmazonEC2', WANTED, [product()])).toBe(0.266);
  const emr = { servicecode: 'ElasticMapReduce', softwareType: 'EMR', locationType: 'AWS Region' };
  const charge = product({ attributes: emr, pricePerUnit: { USD: '0.0700000000' } });
  expect(dollarsPerHour('ElasticMapReduce', WANTED, [charge])).toBe(0.07);
});

it('products in other locations and reserved ones are left out, and the same price may occur twice', () => {
  const others = [{ locationType: 'AWS Outposts' }, { marketoption: 'CapacityBlock' }].map((more) =>
    product({ attributes: { ...EC2, ...more }, pricePerUnit: { USD: '0.0000000000' } }),
  );
  expect(dollarsPerHour('AmazonEC2', WANTED, [...others, product(), product()])).toBe(0.266);
});

it.each<[string, string[]]>([
  ['the price list of AmazonEC2 has none on demand', []],
  ['the price list of AmazonEC2 has none on demand', [product({ attributes: { locationType: 'AWS Outposts' } })]],
  [
    'the price list of AmazonEC2 has none on demand',
    [JSON.stringify({ product: { attributes: EC2 }, serviceCode: 'AmazonEC2', terms: {} })],
  ],
  [
    'the price list of AmazonEC2 has several, $0.266, $1.12',
    [product({ pricePerUnit: { USD: '1.1200000000' } }), product()],
  ],
  ["the price of AmazonEC2 is by 'GB-Mo', not by 'Hrs'", [product(), product({ unit: 'GB-Mo' })]],
  ['the price of AmazonEC2 is in CNY, not in USD', [product({ pricePerUnit: { CNY: '3.1000000000' } })]],
])('the price is unknown because %s', (why, priceList) => {
  expect(() => dollarsPerHour('AmazonEC2', WANTED, priceList)).toThrow(
    expect.objectContaining({
      exitCode: 69,
      message: `cannot look up the price of m3.xlarge in us-east-1: ${why}; give --price m3.xlarge=<dollars>`,
    }),
  );
});

it('the filters name an instance type in a region in the terms of EC2 and EMR', () => {
  const asked = (service: 'AmazonEC2' | 'ElasticMapReduce') => {
    const { ServiceCode, Filters = [] } = productsRequest(service, WANTED);
    expect(Filters.every(({ Type }) => Type === 'TERM_MATCH')).toBe(true);
    return [ServiceCode, Object.fromEntries(Filters.map(({ Field, Value }) => [Field, Value]))];
  };
  const place = { instanceType: 'm3.xlarge', regionCode: 'us-east-1' };
  const { operatingSystem, tenancy, preInstalledSw, capacitystatus } = EC2;
  expect(asked('AmazonEC2')).toEqual([
    'AmazonEC2',
    { ...place, operatingSystem, tenancy, preInstalledSw, capacitystatus },
  ]);
  expect(asked('ElasticMapReduce')).toEqual([
    'ElasticMapReduce',
    { ...place, productFamily: 'Elastic Map Reduce Instance', softwareType: 'EMR' },
  ]);
});

it.each([
  ['us-east-1', 'us-east-1'],
  ['us-west-2', 'us-east-1'],
  ['ca-west-1', 'us-east-1'],
  ['mx-central-1', 'us-east-1'],
  ['sa-east-1', 'us-east-1'],
  ['eu-west-3', 'eu-central-1'],
  ['af-south-1', 'eu-central-1'],
  ['il-central-1', 'eu-central-1'],
  ['ap-northeast-1', 'ap-south-1'],
  ['me-central-1', 'ap-south-1'],
  ['cn-north-1', 'cn-northwest-1'],
  ['eusc-de-east-1', 'eusc-de-east-1'],
])('prices of %s are requested in %s', (region, at) => {
  expect(priceListRegion({ type: 'm5.xlarge', region })).toBe(at);
});

it('a partition without a price list is reported', () => {
  expect(() => priceListRegion({ type: 'm5.xlarge', region: 'us-gov-west-1' })).toThrow(
    expect.objectContaining({
      exitCode: 69,
      message:
        'cannot look up the price of m5.xlarge in us-gov-west-1: AWS GovCloud has no Price List service; give --price m5.xlarge=<dollars>',
    }),
  );
});

it('each on-demand instance type without a price is requested once, and no spot instance', () => {
  const instance = (type: string, isSpot = false): InstanceFacts => ({
    type,
    isSpot,
    created: new Date(),
    ended: null,
  });
  const instances = ['m5.xlarge', 'm3.xlarge', 'm5.xlarge', 'c5.large'].map((type) => instance(type));
  expect(unpricedTypes(instances, new Map([['c5.large', 0.1]]), 'us-east-1')).toEqual(['m3.xlarge', 'm5.xlarge']);
  const spot = [...instances, instance('c5.large', true)];
  expect(unpricedTypes(spot, new Map([['c5.large', 0.1]]), 'us-east-1')).toEqual(['m3.xlarge', 'm5.xlarge']);
  expect(() => unpricedTypes(spot, new Map(), 'us-east-1')).toThrow(
    'cannot look up the price of c5.large in us-east-1: the cluster has it as spot instances; give --price c5.large=<dollars>',
  );
});
