/** What a sweep is told by its stack. */
export interface SweepProperties {
  readonly GroupIds: readonly string[];
  readonly Rules: 'keep' | 'revoke';
}
