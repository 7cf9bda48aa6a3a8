import { EXIT } from '../../shared/exit';
import { Failure } from '../../shared/failure';
import { shortageOf } from '../../store/io-failure';

/** What Node says of a thread that it could not start; the system's reason stands in the message. */
const NOT_STARTED = 'ERR_WORKER_INIT_FAILED';
const NO_THREAD = 'the system has no more for this user or container; allow more (ulimit -u)';

/** The failure for a thread that could not be started. Whatever else happened in a thread stays what it is. */
export function threadFailure(error: unknown): unknown {
  const { code, message } = error as { readonly code?: unknown; readonly message?: unknown };
  if (code !== NOT_STARTED) return error;
  const [reason] = /\bE[A-Z]+\b/.exec(String(message)) ?? [];
  const shortage = reason === 'EAGAIN' || reason === 'ENOMEM' ? NO_THREAD : shortageOf({ code: reason });
  const why = shortage === undefined ? `${message};` : `${shortage}, or`;
  return new Failure(EXIT.io, `cannot start a thread: ${why} take fewer --threads`, { cause: error });
}
