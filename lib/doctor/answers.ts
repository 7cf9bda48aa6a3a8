/** What an account says, plainly: asked at the edge (account.ts), judged by pure checks. */

/** Or why it could not be asked. */
export type Answer<T> = { readonly value: T } | { readonly unknown: string };

export interface Offering {
  readonly instanceType: string;
  /** `us-east-1a`, by this account's letters. */
  readonly zone: string;
}

/** How a subnet reaches S3. */
export type Route = 'endpoint' | 'nat' | 'internet' | 'none';

export interface Subnet {
  readonly id: string;
  readonly vpcId: string;
  readonly zone: string;
  /** Whether it has the tag that EMR's policy wants. */
  readonly isTagged: boolean;
  readonly route: Route;
  /** Null where a subnet has none, not even the VPC's main one. */
  readonly routeTableId: string | null;
  /** Policy, as JSON, of the endpoint that leads to S3; null where none does. */
  readonly endpointPolicy: string | null;
  /** Of its VPC. */
  readonly hasDnsSupport: boolean;
  readonly hasDnsHostnames: boolean;
}

/** A bucket as these credentials see it. */
export interface Bucket {
  readonly isThere: boolean;
  /** Null where S3 does not say. */
  readonly region: string | null;
  readonly isListable: boolean;
}

/** Of the stack that is deployed. */
export interface Cluster {
  readonly id: string;
  readonly name: string;
  /** `WAITING`. */
  readonly state: string;
  /** Without those that AWS adds. */
  readonly tags: Readonly<Record<string, string>>;
}

export interface Answers {
  /** Labels, `emr-7.13.0`. */
  readonly releases: Answer<readonly string[]>;
  /** Instance types of the release that is set. */
  readonly typesOnRelease: Answer<readonly string[]>;
  /** Names of the region's zones. */
  readonly zones: Answer<readonly string[]>;
  /** Of the types that are set. */
  readonly offerings: Answer<readonly Offering[]>;
  /** vCPUs, as EC2's quota counts them, of the types that are set. */
  readonly vcpus: Answer<Readonly<Record<string, number>>>;
  /** vCPUs that may run on demand at once: standard instances, quota L-1216C47A. */
  readonly quotaVcpus: Answer<number>;
  readonly hasCleanupRole: Answer<boolean>;
  /** Of the CDK's bootstrap stack; null where there is none. */
  readonly bootstrapVersion: Answer<number | null>;
  /** The subnet that is set; null where the region has none of that name. */
  readonly subnet: Answer<Subnet | null>;
  /** Zones in which an interface endpoint can be had, by the services that the settings need beside S3. */
  readonly endpointZones: Answer<Readonly<Record<string, readonly string[]>>>;
  /** Whether the key pair that is set is there. */
  readonly hasKeyPair: Answer<boolean>;
  /** Null where nothing is deployed yet. */
  readonly cluster: Answer<Cluster | null>;
  /** By name, those of input and output that are the user's own. */
  readonly buckets: Answer<Readonly<Record<string, Bucket>>>;
}

export interface Account {
  /** Throws with exit code 69 where there are no credentials that AWS takes, or no AWS. */
  ask(): Promise<Answers>;
}
