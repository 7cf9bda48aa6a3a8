/**
 * Work that needs more bytes of a file now and then, and leaves it to its caller to read them. Each `yield` asks for
 * some bytes more, and is answered by whether there were any.
 */
export type Asking<T> = Generator<void, T, boolean>;

/** Reads more bytes. Returns false at the end of the file. Returns a promise only where it has to wait. */
export type Fill = () => boolean | Promise<boolean>;

/** Whether a result is still to come. A promise of another realm, as of Node in a sandbox, is no `Promise` here. */
export function isToCome<T extends object>(result: T | Promise<T>): result is Promise<T> {
  return 'then' in result;
}

/** The result of the work, whose questions `fill` answers. It is a promise only where some answer was one. */
export function answered<T>(work: Asking<T>, fill: Fill): T | Promise<T> {
  return goOn(work, fill, work.next());
}

function goOn<T>(work: Asking<T>, fill: Fill, reached: IteratorResult<void, T>): T | Promise<T> {
  let step = reached;
  while (step.done !== true) {
    const answer = fill();
    if (typeof answer !== 'boolean') return answer.then((more) => goOn(work, fill, work.next(more)));
    step = work.next(answer);
  }
  return step.value;
}
