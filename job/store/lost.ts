import { EXIT } from '../shared/exit';
import { Failure } from '../shared/failure';

/** Another run has taken the output over: what this one does from now on is not for it to do. */
export class LostOutput extends Failure {
  constructor(location: string, run: string, to: { readonly run: string; readonly host: string } | undefined) {
    const by = to === undefined ? '' : ` to run ${to.run} on ${to.host}`;
    super(EXIT.cannotCreate, `lost ${location}${by}: run ${run} gave no sign of life for too long; run it again`);
  }
}

/**
 * What a run has staged is gone, or a file that it is about to change is another. Somebody has taken them away: another
 * run, as the lease tells then, or else something that is no run.
 */
export class LostStaging extends Failure {
  constructor(location: string, name: string) {
    super(EXIT.io, `${location}/${name} was removed or changed by something else: run again`);
  }
}
