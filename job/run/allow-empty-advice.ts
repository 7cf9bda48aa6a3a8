/** The option that lets a run go on which has nothing to publish; `hasMore` says that the output already holds something. */
export function allowEmptyAdvice(hasMore: boolean): string {
  return hasMore ? '--allow-empty keeps what the output holds' : '--allow-empty publishes an empty output';
}
