/** What a sweep is told by its stack. */
export interface SweepProperties {
  readonly GroupIds: readonly string[];
  /** Of the groups. */
  readonly VpcId: string;
  readonly Rules: 'keep' | 'revoke';
  /** Whether the VPC goes with the stack, so that what EMR put into it has to go before. */
  readonly Vpc: 'own' | 'users';
}

/** What is told before the cluster is updated. */
export interface ChangeProperties {
  /** Of the groups, as above. */
  readonly VpcId: string;
  /** As JSON, what EMR changes of a cluster that lives. */
  readonly InPlace: string;
  /** As JSON, what makes another cluster where it differs. */
  readonly Replacing: string;
  readonly Generation: string;
}
