import type { ByteSource } from '../codec/stream/byte-source';

/**
 * Works with the bytes of a file, and closes them. They are also closed when the run is ended, so that a read that waits
 * for an answer fails: this function then throws the reason for the end.
 */
export async function withSource<T>(source: ByteSource, signal: AbortSignal, work: () => T | Promise<T>): Promise<T> {
  const close = () => source.close();
  signal.addEventListener('abort', close, { once: true });
  try {
    signal.throwIfAborted();
    return await work();
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    signal.removeEventListener('abort', close);
    close();
  }
}
