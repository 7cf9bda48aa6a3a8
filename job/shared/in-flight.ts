/** Does the work for every item, so many at a time; the results in the items' order. The first error ends it. */
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
  // all have ended before anybody hears of an error: nothing of it goes on behind their back
  await Promise.allSettled(lanes);
  await Promise.all(lanes);
  return results;
}
