/**
 * Does the work for every item, at most `most` at a time. Returns the results in the order of the items. After the
 * first error no further work is started.
 */
export async function inFlight<T, R>(most: number, items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const lane = async () => {
    while (next < items.length) {
      const at = next++;
      results[at] = await work(items[at] as T);
    }
  };
  const lanes = Array.from({ length: Math.min(most, items.length) }, async () => {
    try {
      await lane();
    } catch (error) {
      next = items.length;
      throw error;
    }
  });
  // all work has ended before the error is thrown: none goes on unnoticed behind it
  await Promise.allSettled(lanes);
  await Promise.all(lanes);
  return results;
}
