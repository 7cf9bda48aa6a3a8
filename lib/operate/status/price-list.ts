/** What an instance hour costs by AWS's price list: what to ask it for, and what its answers say. Pure. */

import type { GetProductsCommandInput } from '@aws-sdk/client-pricing';
import { EXIT, type ExitCode } from '../../../job/shared/exit';
import { Failure } from '../../../job/shared/failure';
import type { InstanceFacts } from '../cluster/cluster-facts';

/** Dollars an hour, on demand. */
export interface ListedPrice {
  readonly ec2: number;
  /** What EMR takes on top. */
  readonly emr: number;
}

/** What is wanted of the list: a type as a region has it. */
export interface Wanted {
  readonly type: string;
  readonly region: string;
}

export type Service = 'AmazonEC2' | 'ElasticMapReduce';

/** Attributes of the one product that is an instance hour of a cluster's node. */
const ATTRIBUTES: Readonly<Record<Service, Readonly<Record<string, string>>>> = {
  AmazonEC2: { operatingSystem: 'Linux', tenancy: 'Shared', preInstalledSw: 'NA', capacitystatus: 'Used' },
  // neither EMR Serverless nor EMR on EKS, nor the distributions that EMR once sold beside its own
  ElasticMapReduce: { productFamily: 'Elastic Map Reduce Instance', softwareType: 'EMR' },
};

/** Not asked for, since not every product has them: neither Outposts nor blocks of capacity. */
const ATTRIBUTES_IF_ANY: Readonly<Record<string, string>> = { locationType: 'AWS Region', marketoption: 'OnDemand' };

/** Few regions answer for all. By the first part of a region's name, the nearest; the Americas need no row. */
const NEAREST: Readonly<Record<string, string>> = {
  eu: 'eu-central-1',
  af: 'eu-central-1',
  il: 'eu-central-1',
  ap: 'ap-south-1',
  me: 'ap-south-1',
  // partitions of their own
  cn: 'cn-northwest-1',
  eusc: 'eusc-de-east-1',
};

interface Product {
  readonly product?: { readonly attributes?: Readonly<Record<string, string>> };
  readonly terms?: { readonly OnDemand?: Readonly<Record<string, Term>> };
}

interface Term {
  readonly priceDimensions?: Readonly<Record<string, Rate>>;
}

interface Rate {
  readonly unit?: string;
  /** By currency. */
  readonly pricePerUnit?: Readonly<Record<string, string>>;
}

/** Types that have no price yet; throws with exit code 69 where one of them is paid for by what the market takes. */
export function unpricedTypes(
  instances: readonly InstanceFacts[],
  prices: ReadonlyMap<string | null, number>,
  region: string,
): string[] {
  const unpriced = instances.filter(({ type }) => !prices.has(type));
  const spot = unpriced.find(({ isSpot }) => isSpot);
  if (spot !== undefined) throw unlisted({ type: spot.type, region }, 'the cluster has it as spot instances');
  return [...new Set(unpriced.map(({ type }) => type))].sort();
}

/** The region whose Price List service answers for a type's region; throws with exit code 69 where none does. */
export function priceListRegion(wanted: Wanted): string {
  const { region } = wanted;
  if (region.startsWith('us-gov-')) throw unlisted(wanted, 'AWS GovCloud has no Price List service');
  return NEAREST[region.slice(0, region.indexOf('-'))] ?? 'us-east-1';
}

export function productsRequest(service: Service, { type, region }: Wanted): GetProductsCommandInput {
  const attributes = { instanceType: type, regionCode: region, ...ATTRIBUTES[service] };
  const Filters = Object.entries(attributes).map(([Field, Value]) => ({ Type: 'TERM_MATCH' as const, Field, Value }));
  return { ServiceCode: service, Filters };
}

/** Dollars an hour, by the products of an answer, a JSON text each; throws with exit code 69 unless they say just one. */
export function dollarsPerHour(service: Service, wanted: Wanted, priceList: readonly string[]): number {
  const rates = priceList.flatMap((text) => onDemandRates(JSON.parse(text) as Product));
  const unit = rates.find(({ unit }) => unit !== 'Hrs');
  if (unit !== undefined) throw unlisted(wanted, `the price of ${service} is by '${unit.unit}', not by 'Hrs'`);
  const dollars = new Set<number>();
  for (const { pricePerUnit = {} } of rates) {
    if (pricePerUnit.USD === undefined) {
      throw unlisted(wanted, `the price of ${service} is in ${Object.keys(pricePerUnit).join(', ')}, not in USD`);
    }
    dollars.add(Number(pricePerUnit.USD));
  }
  const [only, ...more] = dollars;
  if (only === undefined) throw unlisted(wanted, `the price list of ${service} has none on demand`);
  if (more.length > 0) {
    const all = [...dollars].sort((a, b) => a - b).map((each) => `$${each}`);
    throw unlisted(wanted, `the price list of ${service} has several, ${all.join(', ')}`);
  }
  return only;
}

/** With the way on that is always there. */
export function unlisted(
  { type, region }: Wanted,
  why: string,
  code: ExitCode = EXIT.unavailable,
  cause?: unknown,
): Failure {
  const message = `cannot look up the price of ${type} in ${region}: ${why}; give --price ${type}=<dollars>`;
  return new Failure(code, message, { cause });
}

function onDemandRates({ product, terms }: Product): Rate[] {
  const { attributes = {} } = product ?? {};
  const isOther = Object.entries(ATTRIBUTES_IF_ANY).some(([name, value]) => (attributes[name] ?? value) !== value);
  if (isOther) return [];
  return Object.values(terms?.OnDemand ?? {}).flatMap(({ priceDimensions = {} }) => Object.values(priceDimensions));
}
