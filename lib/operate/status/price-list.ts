/** The price of an instance hour by AWS's price list: the request, and the reading of its answer. Pure. */

import type { GetProductsCommandInput } from '@aws-sdk/client-pricing';
import { EXIT, type ExitCode } from '../../../job/shared/exit';
import { Failure } from '../../../job/shared/failure';
import type { InstanceFacts } from '../cluster/cluster-facts';

/** Dollars per hour, on demand. */
export interface ListedPrice {
  readonly ec2: number;
  /** EMR's charge on top of EC2's price. */
  readonly emr: number;
}

/** The price that is looked up: of an instance type in a region. */
export interface Wanted {
  readonly type: string;
  readonly region: string;
}

export type Service = 'AmazonEC2' | 'ElasticMapReduce';

/** Attributes that single out the instance hour of a cluster's node among the products. */
const ATTRIBUTES: Readonly<Record<Service, Readonly<Record<string, string>>>> = {
  AmazonEC2: { operatingSystem: 'Linux', tenancy: 'Shared', preInstalledSw: 'NA', capacitystatus: 'Used' },
  // This excludes EMR Serverless, EMR on EKS, and the other Hadoop distributions that EMR once offered.
  ElasticMapReduce: { productFamily: 'Elastic Map Reduce Instance', softwareType: 'EMR' },
};

/**
 * These attributes are compared here rather than in the request, because some products lack them. They exclude Outposts
 * and capacity blocks.
 */
const ATTRIBUTES_IF_ANY: Readonly<Record<string, string>> = { locationType: 'AWS Region', marketoption: 'OnDemand' };

/**
 * Only few regions serve the price list. The nearest of them, by the first part of a region's name; the Americas use
 * the default, us-east-1.
 */
const NEAREST: Readonly<Record<string, string>> = {
  eu: 'eu-central-1',
  af: 'eu-central-1',
  il: 'eu-central-1',
  ap: 'ap-south-1',
  me: 'ap-south-1',
  // These two are partitions of their own.
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
  /** Amounts by currency. */
  readonly pricePerUnit?: Readonly<Record<string, string>>;
}

/**
 * Returns the types without a given price. Throws with exit code 69 where one of them runs as spot instances, whose
 * price changes with the market.
 */
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

/** Returns a region that serves the price list for the type's region. Throws with exit code 69 where there is none. */
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

/**
 * Reads dollars per hour from the products of an answer, each a JSON text. Throws with exit code 69 unless they agree
 * on one price.
 */
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

/** The message always names the alternative, --price. */
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
