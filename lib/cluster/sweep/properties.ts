/** What a sweep is told by its stack. */
export interface SweepProperties {
  readonly GroupIds: readonly string[];
  /** Of the groups. */
  readonly VpcId: string;
  readonly Rules: 'keep' | 'revoke';
}
