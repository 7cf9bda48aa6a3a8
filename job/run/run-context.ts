import type { DrawReport } from '../publication/publish';
import type { Progress } from '../runner/runner';

/** The connections of a run to the command that started it. */
export interface RunContext {
  /** The command line, program name first. */
  readonly command: readonly string[];
  readonly progress: Progress;
  warn(message: string): void;
  readonly drawReport?: DrawReport | undefined;
  /** Ends the run before it publishes; the output then stays as it was. */
  readonly signal: AbortSignal;
  /** Throws the reason if the run was ended. It is called once more just before anything visible changes. */
  throwIfEnded(): void;
}
