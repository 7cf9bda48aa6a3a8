/** Requests that must not be carried out twice. The SDK may repeat one only if AWS has certainly not carried it out. */

import { type SdkError, statusOf } from '../../../job/aws/sdk-error';
import { Failure } from '../../../job/shared/failure';

/** Network errors that occur before a request has left this machine. */
const UNSENT = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'];

/** Without an answer in this time, the answer counts as lost. */
export const ANSWERED_WITHIN_MS = 60_000;

type Next = (args: never) => Promise<unknown>;

/** The part of an SDK command that is used here. */
interface OnceCommand {
  readonly middlewareStack: { add(middleware: unknown, options: unknown): void };
}

/** Sends a command so that the SDK does not repeat it after a lost answer. A missing answer counts as lost too. */
export async function sendOnce<C extends OnceCommand, T>(
  command: C,
  answeredWithinMs: number,
  send: (command: C, options: { readonly abortSignal: AbortSignal }) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const middleware = (next: Next) => async (args: never) => {
    const timer = setTimeout(() => controller.abort(), answeredWithinMs);
    try {
      return await next(args);
    } catch (error) {
      throw mayBeDone(error as SdkError) ? lostAnswer(error as SdkError) : error;
    } finally {
      clearTimeout(timer);
    }
  };
  // The middleware wraps the sending of the request and the reading of its answer. It lies within the SDK's retries and
  // its search for credentials, so its timer covers neither.
  command.middlewareStack.add(middleware, { name: 'onceMiddleware', step: 'deserialize', priority: 'high' });
  return send(command, { abortSignal: controller.signal }).catch((error) => {
    if (!controller.signal.aborted) throw error;
    throw lostAnswer({ message: `no answer within ${answeredWithinMs / 1000} s` });
  });
}

/**
 * AWS refuses with a status from 400 to 499. Any other error may have occurred after AWS had carried out the request.
 */
function mayBeDone(error: SdkError): boolean {
  const status = statusOf(error);
  if (status >= 400 && status < 500) return false;
  return error.code === undefined || !UNSENT.includes(error.code);
}

/** A field marks the error, because the SDK may wrap it, and `instanceof` fails for classes of another realm. */
function lostAnswer({ name, message, code }: Partial<SdkError>): Error {
  // The cause is left out, because the SDK could take it for an error to retry.
  return Object.assign(new Error(message || code || name), { name: 'LostAnswer', isLost: true, $metadata: {} });
}

/** Whether AWS may have carried out the request in spite of the error. */
export function isLostAnswer(error: unknown): boolean {
  const thrown = error instanceof Failure ? error.cause : error;
  return typeof thrown === 'object' && thrown !== null && 'isLost' in thrown;
}
