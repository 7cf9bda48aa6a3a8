/**
 * Advice on the option that lets a run publish without a new record. `hasMore`: whether the output already holds
 * records.
 */
export function allowEmptyAdvice(hasMore: boolean): string {
  return hasMore ? '--allow-empty keeps what the output holds' : '--allow-empty publishes an empty output';
}
