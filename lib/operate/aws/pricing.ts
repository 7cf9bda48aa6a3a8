/** Requests to AWS's price list. */

import { Failure } from '../../../job/shared/failure';
import {
  dollarsPerHour,
  type ListedPrice,
  priceListRegion,
  productsRequest,
  type Service,
  unlisted,
  type Wanted,
} from '../status/price-list';
import { type Aws, ask } from './connect';

type Asking = Pick<Aws, 'sdk' | 'region' | 'pricing'>;

/**
 * Returns the price of an hour of each type in the region. Throws with exit code 69 or 75 at the first type without a
 * known price.
 */
export async function listedPrices(aws: Asking, types: readonly string[]): Promise<ReadonlyMap<string, ListedPrice>> {
  const listed = new Map<string, ListedPrice>();
  for (const type of types) {
    const wanted = { type, region: aws.region };
    const of = (service: Service) => listedDollars(aws, service, wanted);
    const [ec2, emr] = await Promise.all([of('AmazonEC2'), of('ElasticMapReduce')]);
    listed.set(type, { ec2, emr });
  }
  return listed;
}

async function listedDollars({ sdk, pricing }: Asking, service: Service, wanted: Wanted): Promise<number> {
  const at = priceListRegion(wanted);
  const pages = sdk.paginateGetProducts({ client: pricing(at) }, productsRequest(service, wanted));
  const request = async () => {
    const products: string[] = [];
    // The SDK returns each product as a String object.
    for await (const { PriceList = [] } of pages) products.push(...PriceList.map(String));
    return products;
  };
  const products = await ask('pricing:GetProducts', `price list in ${at}`, request).catch((error) => {
    throw error instanceof Failure ? unlisted(wanted, error.message, error.exitCode, error) : error;
  });
  return dollarsPerHour(service, wanted, products);
}
