/** Streams made of lists, and lists of streams. */

export async function* inTurn<T>(items: Iterable<T>): AsyncGenerator<T> {
  yield* items;
}

export async function collected<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}
