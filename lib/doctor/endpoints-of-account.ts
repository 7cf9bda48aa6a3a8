/** Asks EC2 for the zones of interface endpoints. */

import { DescribeVpcEndpointServicesCommand, type EC2Client, type Filter } from '@aws-sdk/client-ec2';

/** Returns zones by service. A service that the region does not offer is missing. */
export async function endpointZones(
  client: EC2Client,
  services: readonly string[],
  region: string,
): Promise<Readonly<Record<string, readonly string[]>>> {
  if (services.length === 0) return {};
  const names = new Map(services.map((service) => [`com.amazonaws.${region}.${service}`, service]));
  const found: Record<string, readonly string[]> = {};
  const Filters: Filter[] = [
    { Name: 'service-name', Values: [...names.keys()] },
    { Name: 'service-type', Values: ['Interface'] },
  ];
  let NextToken: string | undefined;
  do {
    const page = await client.send(new DescribeVpcEndpointServicesCommand({ Filters, NextToken }));
    for (const { ServiceName = '', AvailabilityZones = [] } of page.ServiceDetails ?? []) {
      const service = names.get(ServiceName);
      if (service !== undefined) found[service] = [...AvailabilityZones].sort();
    }
    // The last page has an empty token.
    NextToken = page.NextToken || undefined;
  } while (NextToken !== undefined);
  return found;
}
