import type { ByteSource } from '../codec/stream/byte-source';

/**
 * Works with the bytes of a file, and closes them, once: a descriptor that is closed may be that of another file by then.
 * They are also closed when the run is ended, so that a read that waits for an answer fails: this function then throws the
 * reason for the end.
 */
export async function withSource<T>(source: ByteSource, signal: AbortSignal, work: () => T | Promise<T>): Promise<T> {
  let isClosed = false;
  const close = () => {
    if (isClosed) return;
    isClosed = true;
    source.close();
  };
  const closeEarly = () => {
    try {
      close();
    } catch {
      // the reason for the end is told, not that the file has changed
    }
  };
  signal.addEventListener('abort', closeEarly, { once: true });
  try {
    signal.throwIfAborted();
    const result = await work();
    signal.throwIfAborted();
    return result;
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    signal.removeEventListener('abort', closeEarly);
    close();
  }
}
