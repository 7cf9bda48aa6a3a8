/** Products in the form of AWS's price list. */

const SKU = 'Q9V3GXEZNHJYX5JM';
const TERM = `${SKU}.JRTCKXETXF`;

/** The attributes of the product of an instance hour. */
export const EC2 = {
  servicecode: 'AmazonEC2',
  servicename: 'Amazon Elastic Compute Cloud',
  location: 'US East (N. Virginia)',
  locationType: 'AWS Region',
  regionCode: 'us-east-1',
  instanceType: 'm3.xlarge',
  instanceFamily: 'General purpose',
  currentGeneration: 'No',
  operatingSystem: 'Linux',
  tenancy: 'Shared',
  preInstalledSw: 'NA',
  capacitystatus: 'Used',
  marketoption: 'OnDemand',
  usagetype: 'BoxUsage:m3.xlarge',
  operation: 'RunInstances',
};

/** A product in the form of the service, which is JSON inside JSON. */
export function product({
  attributes = EC2 as object,
  unit = 'Hrs',
  pricePerUnit = { USD: '0.2660000000' } as object,
} = {}) {
  const rate = `${TERM}.6YS6EN2CT7`;
  const dimension = {
    unit,
    endRange: 'Inf',
    description: '$0.266 per On Demand Linux m3.xlarge Instance Hour',
    appliesTo: [],
    rateCode: rate,
    beginRange: '0',
    pricePerUnit,
  };
  const term = {
    priceDimensions: { [rate]: dimension },
    sku: SKU,
    effectiveDate: '2026-11-01T00:00:00Z',
    offerTermCode: 'JRTCKXETXF',
    termAttributes: {},
  };
  const reserved = {
    ...term,
    priceDimensions: { [`${SKU}.NQ3QZPMQV9.2TG2D8R56U`]: { ...dimension, pricePerUnit: { USD: '1' } } },
    offerTermCode: 'NQ3QZPMQV9',
    termAttributes: { LeaseContractLength: '3yr', OfferingClass: 'standard', PurchaseOption: 'All Upfront' },
  };
  return JSON.stringify({
    product: { productFamily: 'Compute Instance', attributes, sku: SKU },
    serviceCode: 'AmazonEC2',
    terms: { OnDemand: { [TERM]: term }, Reserved: { [`${SKU}.NQ3QZPMQV9`]: reserved } },
    version: '20261101012345',
    publicationDate: '2026-11-01T01:23:45Z',
  });
}
