import type { Answer } from './answers';

/** `fix` fails the deployment, `warn` may, `skip` is what could not be asked. */
export type State = 'ok' | 'fix' | 'warn' | 'skip';

export interface Line {
  readonly state: State;
  /** A word or two. */
  readonly about: string;
  /** What is so, and behind a semicolon what to do. */
  readonly message: string;
}

/** `fix   zones           no zone of …`. */
export function shown({ state, about, message }: Line): string {
  return `${state.padEnd(4)}  ${about.padEnd(14)}  ${message}`;
}

/** The lines about one thing, one after the other. */
export function lines(about: string) {
  const of = (state: State) => (message: string) => [{ state, about, message }] as const;
  return { ok: of('ok'), fix: of('fix'), warn: of('warn'), skip: of('skip') };
}

/** What an answer means, or that there is none. */
export function judged<T>(about: string, answer: Answer<T>, judge: (value: T) => readonly Line[]): readonly Line[] {
  return 'value' in answer ? judge(answer.value) : lines(about).skip(answer.unknown);
}
