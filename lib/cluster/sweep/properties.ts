/** The properties of a custom resource that sweeps. */
export interface SweepProperties {
  readonly GroupIds: readonly string[];
  /** The VPC of the groups. */
  readonly VpcId: string;
  readonly Rules: 'keep' | 'revoke';
  /** 'own' where the stack owns the VPC, so that EMR's endpoint in it has to be deleted before it. */
  readonly Vpc: 'own' | 'users';
}

/** The properties of the custom resource that checks an update of the cluster. */
export interface ChangeProperties {
  /** The VPC of the groups, as above. */
  readonly VpcId: string;
  /** JSON of the properties that EMR can change on a live cluster. */
  readonly InPlace: string;
  /** JSON of all other properties: a difference makes a new cluster. */
  readonly Replacing: string;
  readonly Generation: string;
}
