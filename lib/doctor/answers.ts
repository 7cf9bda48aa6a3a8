/** The account's answers as plain data. The edge (account.ts) asks for them, and pure checks judge them. */

/** An answer, or the reason why there is none. */
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
  /** Whether the subnet has the tag that EMR's managed policy requires. */
  readonly isTagged: boolean;
  readonly route: Route;
  /** The subnet's own table, or else the VPC's main one; null where there is neither. */
  readonly routeTableId: string | null;
  /** The policy, as JSON, of the endpoint by which the subnet reaches S3; null where it uses none. */
  readonly endpointPolicy: string | null;
  /** Attributes of the subnet's VPC. */
  readonly hasDnsSupport: boolean;
  readonly hasDnsHostnames: boolean;
}

/** The state of a bucket, as far as these credentials may see it. */
export interface Bucket {
  readonly isThere: boolean;
  /** Null where S3 does not tell the region. */
  readonly region: string | null;
  readonly isListable: boolean;
  /** Whether the bucket tells EventBridge of its objects; null where S3 does not say. */
  readonly hasEvents: boolean | null;
}

/** The cluster of the deployed stack. */
export interface Cluster {
  readonly id: string;
  readonly name: string;
  /** EMR's state, such as `WAITING`. */
  readonly state: string;
  /** The cluster's tags, except for those that AWS adds. */
  readonly tags: Readonly<Record<string, string>>;
}

export interface Answers {
  /** Labels of the releases on offer, such as `emr-7.13.0`. */
  readonly releases: Answer<readonly string[]>;
  /** Instance types that the release of the settings supports. */
  readonly typesOnRelease: Answer<readonly string[]>;
  /** Names of the region's availability zones. */
  readonly zones: Answer<readonly string[]>;
  /** Zones that offer the instance types of the settings. */
  readonly offerings: Answer<readonly Offering[]>;
  /** vCPUs of the settings' instance types, as EC2's quota counts them. */
  readonly vcpus: Answer<Readonly<Record<string, number>>>;
  /** How many vCPUs of standard on-demand instances may run at once: quota L-1216C47A. */
  readonly quotaVcpus: Answer<number>;
  readonly hasCleanupRole: Answer<boolean>;
  /** Version of the CDK's bootstrap stack; null where the account has none. */
  readonly bootstrapVersion: Answer<number | null>;
  /** The subnet of the settings; null where the region has no such subnet. */
  readonly subnet: Answer<Subnet | null>;
  /** Zones that offer an interface endpoint, by service. It covers the services that the settings need beside S3. */
  readonly endpointZones: Answer<Readonly<Record<string, readonly string[]>>>;
  /** Whether the key pair of the settings exists. */
  readonly hasKeyPair: Answer<boolean>;
  /** Null where nothing is deployed yet. */
  readonly cluster: Answer<Cluster | null>;
  /** The user's own buckets of input and output, by name. */
  readonly buckets: Answer<Readonly<Record<string, Bucket>>>;
}

export interface Account {
  /** Throws with exit code 69 where AWS accepts no credentials, or cannot be reached. */
  ask(): Promise<Answers>;
}
