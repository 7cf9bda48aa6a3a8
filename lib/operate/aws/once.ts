/** Requests that must not be carried out twice: the SDK asks again only where AWS has surely not done what it was asked for. */

import { type SdkError, statusOf } from '../../../job/aws/sdk-error';
import { Failure } from '../../../job/shared/failure';

/** Of what happens on the way: the request has never left this machine. */
const UNSENT = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'];

/** An answer that takes longer is taken for lost. */
export const ANSWERED_WITHIN_MS = 60_000;

type Next = (args: never) => Promise<unknown>;

/** As far as it matters here, a command of the SDK. */
interface OnceCommand {
  readonly middlewareStack: { add(middleware: unknown, options: unknown): void };
}

/** Sends a command that ends with a lost answer, which the SDK does not repeat. Silence is one too. */
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
  // around what sends it and reads the answer, inside of what repeats it and of what looks for credentials
  command.middlewareStack.add(middleware, { name: 'onceMiddleware', step: 'deserialize', priority: 'high' });
  return send(command, { abortSignal: controller.signal }).catch((error) => {
    if (!controller.signal.aborted) throw error;
    throw lostAnswer({ message: `no answer within ${answeredWithinMs / 1000} s` });
  });
}

/** AWS refuses by a status below 500. Whatever else went wrong may have done so on the way back. */
function mayBeDone(error: SdkError): boolean {
  const status = statusOf(error);
  if (status >= 400 && status < 500) return false;
  return error.code === undefined || !UNSENT.includes(error.code);
}

/** Told by a field: what another realm throws, and what the SDK wraps, is no instance of a class of ours. */
function lostAnswer({ name, message, code }: Partial<SdkError>): Error {
  // its cause is left out, by which the SDK would take it for one to repeat
  return Object.assign(new Error(message || code || name), { name: 'LostAnswer', isLost: true, $metadata: {} });
}

/** Whether AWS may have done what it was asked for. */
export function isLostAnswer(error: unknown): boolean {
  const thrown = error instanceof Failure ? error.cause : error;
  return typeof thrown === 'object' && thrown !== null && 'isLost' in thrown;
}
