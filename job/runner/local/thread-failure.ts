import { EXIT } from '../../shared/exit';
import { Failure } from '../../shared/failure';
import { shortageOf } from '../../store/io-failure';

/** Node's error code for a thread that could not be started. Only the message has the reason of the system. */
const NOT_STARTED = 'ERR_WORKER_INIT_FAILED';
const NO_THREAD = 'the system has no more for this user or container; allow more (ulimit -u)';

/**
 * Turns the error of a thread that could not be started into a failure. Returns any other error unchanged. `fewer` says
 * how fewer threads are asked for.
 */
export function threadFailure(error: unknown, fewer: string): unknown {
  const { code, message } = error as { readonly code?: unknown; readonly message?: unknown };
  if (code !== NOT_STARTED) return error;
  const [reason] = /\bE[A-Z]+\b/.exec(String(message)) ?? [];
  const shortage = reason === 'EAGAIN' || reason === 'ENOMEM' ? NO_THREAD : shortageOf({ code: reason });
  const why = shortage === undefined ? `${message};` : `${shortage}, or`;
  return new Failure(EXIT.io, `cannot start a thread: ${why} ${fewer}`, { cause: error });
}
