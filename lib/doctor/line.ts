import type { Answer } from './answers';

/** `fix` would fail the deployment, `warn` may fail it, and `skip` could not be checked. */
export type State = 'ok' | 'fix' | 'warn' | 'skip';

export interface Line {
  readonly state: State;
  /** The subject of the check, in one or two words. */
  readonly about: string;
  /** The finding, then a semicolon and the advice. */
  readonly message: string;
}

/** Formats a line: `fix   zones           no zone of …`. */
export function shown({ state, about, message }: Line): string {
  return `${state.padEnd(4)}  ${about.padEnd(14)}  ${message}`;
}

/** Makes lines about one subject. Each function returns a list of one line, ready to be spread into others. */
export function lines(about: string) {
  const of = (state: State) => (message: string) => [{ state, about, message }] as const;
  return { ok: of('ok'), fix: of('fix'), warn: of('warn'), skip: of('skip') };
}

/** Judges the answer, or returns a `skip` line with the reason why there is none. */
export function judged<T>(about: string, answer: Answer<T>, judge: (value: T) => readonly Line[]): readonly Line[] {
  return 'value' in answer ? judge(answer.value) : lines(about).skip(answer.unknown);
}
