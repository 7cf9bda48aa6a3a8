/**
 * Instance types, by family, in all sizes that EMR lists (ListSupportedInstanceTypes of emr-7.13.0, as in regions.ts).
 * Each size is offered wherever its family is, except for m4.10xlarge, which ap-northeast-3 does not have.
 * Sources: sizes and offerings as in regions.ts (2026-08-01); memory that EMR gives YARN's NodeManager from AWS's page
 * emr-hadoop-task-config (`yarn.nodemanager.resource.memory-mb` without HBase, read 2026-11-29); first releases from
 * AWS's page emr-supported-instance-types (2026-11-22; types that the page does not list are absent).
 */

export type Architecture = 'x64' | 'arm64';

export const INSTANCE_TYPES_AS_OF = '2026-08-01';

/**
 * EMR's API was asked for the types of releases up to this one. A newer release may have dropped a previous generation.
 */
export const LISTED_UP_TO = 'emr-7.13.0';

export interface Size {
  readonly vcpus: number;
  readonly memoryMb: number;
  /** The share of the memory that EMR gives to YARN's containers. */
  readonly nodeManagerMb: number;
}

export interface Family {
  readonly name: string;
  readonly architecture: Architecture;
  readonly sizes: Readonly<Record<string, Size>>;
  /** The first release of each major version that supports this family. */
  readonly firstReleases: readonly string[];
  /** True where AWS's page of supported types no longer names the family, though the API still accepts it. */
  readonly isPreviousGeneration: boolean;
  /**
   * Letters of the zones that offer the family: in the regions of `only`, or in all regions with these exceptions (''
   * means no zone).
   */
  readonly offered: Offered;
}

export type Offered =
  | { readonly only: Readonly<Record<string, string>> }
  | { readonly except: Readonly<Record<string, string>> };

/**
 * `shares` gives YARN's memory for each size. The size's name gives its vCPUs (`xlarge` has four, `2xlarge` two times
 * four), and memory is proportional to vCPUs.
 */
function sizes(mbPerVcpu: number, shares: Readonly<Record<string, number>>): Readonly<Record<string, Size>> {
  const entries = Object.entries(shares).map(([size, nodeManagerMb]) => {
    const vcpus = size === 'large' ? 2 : 4 * Number(size.replace('xlarge', '') || 1);
    return [size, { vcpus, memoryMb: vcpus * mbPerVcpu, nodeManagerMb }] as const;
  });
  return Object.fromEntries(entries);
}

const NOT_USE1E = { 'us-east-1': 'abcdf' };
const NOT_APSE5 = { ...NOT_USE1E, 'ap-southeast-5': '' };
const none = (...regions: readonly string[]) => Object.fromEntries(regions.map((region) => [region, '']));

const M5_SIZES = sizes(4096, {
  ...{ xlarge: 12288, '2xlarge': 24576, '4xlarge': 57344, '8xlarge': 122880 },
  ...{ '12xlarge': 188416, '16xlarge': 253952, '24xlarge': 385024 },
});
const M6_SMALLER = { xlarge: 11712, '2xlarge': 23424, '4xlarge': 54272, '8xlarge': 116736 };
const M6G_SHARES = { ...M6_SMALLER, '12xlarge': 181248, '16xlarge': 241664 };
const M7I_SIZES = sizes(4096, { ...M6G_SHARES, '24xlarge': 366592, '48xlarge': 741376 });
const current = { firstReleases: [], isPreviousGeneration: false } as const;

export const FAMILIES: readonly Family[] = [
  {
    name: 'm3',
    architecture: 'x64',
    sizes: sizes(3840, { xlarge: 11520, '2xlarge': 23040 }),
    firstReleases: [],
    isPreviousGeneration: true,
    offered: {
      only: {
        'ap-northeast-1': 'ac',
        'ap-southeast-1': 'ab',
        'ap-southeast-2': 'abc',
        'eu-central-1': 'ab',
        'eu-west-1': 'abc',
        'sa-east-1': 'ac',
        'us-east-1': 'abce',
        'us-west-1': 'ab',
        'us-west-2': 'abc',
      },
    },
  },
  {
    name: 'm4',
    architecture: 'x64',
    sizes: sizes(4096, {
      ...{ large: 6144, xlarge: 12288, '2xlarge': 24576, '4xlarge': 57344 },
      ...{ '10xlarge': 155648, '16xlarge': 253952 },
    }),
    firstReleases: [],
    isPreviousGeneration: true,
    offered: {
      only: {
        'ap-northeast-1': 'acd',
        'ap-northeast-2': 'ac',
        'ap-northeast-3': 'a',
        'ap-south-1': 'ab',
        'ap-southeast-1': 'abc',
        'ap-southeast-2': 'abc',
        'ca-central-1': 'ab',
        'eu-central-1': 'abc',
        'eu-west-1': 'abc',
        'eu-west-2': 'abc',
        'sa-east-1': 'ac',
        'us-east-1': 'abcdef',
        'us-east-2': 'abc',
        'us-west-1': 'ab',
        'us-west-2': 'abc',
      },
    },
  },
  {
    name: 'm5',
    architecture: 'x64',
    sizes: M5_SIZES,
    ...current,
    firstReleases: ['emr-5.13.0', 'emr-6.0.0', 'emr-7.0.0'],
    offered: { except: NOT_APSE5 },
  },
  {
    name: 'm5a',
    architecture: 'x64',
    sizes: M5_SIZES,
    ...current,
    offered: {
      except: {
        ...NOT_APSE5,
        'ap-northeast-2': 'ac',
        ...none('af-south-1', 'ap-east-1', 'ap-northeast-3', 'ap-south-2', 'ap-southeast-3', 'ap-southeast-4'),
        ...none('ca-west-1', 'eu-central-2', 'eu-north-1', 'eu-south-2', 'il-central-1', 'me-central-1', 'me-south-1'),
      },
    },
  },
  { name: 'm5d', architecture: 'x64', sizes: M5_SIZES, ...current, offered: { except: NOT_APSE5 } },
  {
    name: 'm6g',
    architecture: 'arm64',
    sizes: sizes(4096, M6G_SHARES),
    ...current,
    firstReleases: ['emr-5.30.0', 'emr-6.1.0', 'emr-7.0.0'],
    offered: { except: NOT_USE1E },
  },
  {
    name: 'm6i',
    architecture: 'x64',
    sizes: sizes(4096, { ...M6G_SHARES, '24xlarge': 366592, '32xlarge': 491520 }),
    ...current,
    offered: { except: { ...NOT_USE1E, ...none('ap-southeast-4', 'eu-south-2') } },
  },
  {
    name: 'm7g',
    architecture: 'arm64',
    sizes: sizes(4096, { ...M6G_SHARES, '12xlarge': 179200 }),
    ...current,
    firstReleases: ['emr-5.36.1', 'emr-6.10.0', 'emr-7.0.0'],
    offered: { except: { ...NOT_USE1E, ...none('ca-west-1', 'eu-south-1') } },
  },
  {
    name: 'm7i',
    architecture: 'x64',
    sizes: M7I_SIZES,
    ...current,
    firstReleases: ['emr-5.36.1', 'emr-6.10.0', 'emr-7.0.0'],
    offered: { except: { ...NOT_USE1E, ...none('ca-west-1', 'me-south-1') } },
  },
  {
    name: 'm8g',
    architecture: 'arm64',
    sizes: M7I_SIZES,
    ...current,
    firstReleases: ['emr-5.36.1', 'emr-6.10.0', 'emr-7.0.0'],
    offered: { except: { ...NOT_USE1E, 'ca-west-1': 'ab', ...none('il-central-1') } },
  },
  {
    name: 'r5',
    architecture: 'x64',
    sizes: sizes(8192, {
      ...{ xlarge: 24576, '2xlarge': 57344, '4xlarge': 122880, '8xlarge': 253952 },
      ...{ '12xlarge': 385024, '16xlarge': 516096, '24xlarge': 778240 },
    }),
    ...current,
    offered: { except: NOT_APSE5 },
  },
  {
    name: 'c5',
    architecture: 'x64',
    sizes: sizes(2048, {
      ...{ xlarge: 6144, '2xlarge': 12288, '4xlarge': 24576, '9xlarge': 65536 },
      ...{ '12xlarge': 90112, '18xlarge': 139264, '24xlarge': 188416 },
    }),
    ...current,
    offered: { except: NOT_APSE5 },
  },
];
