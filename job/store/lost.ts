import { EXIT } from '../shared/exit';
import { Failure } from '../shared/failure';

/** Another run has taken the output over, so this run must not change the output any more. Exit code 73. */
export class LostOutput extends Failure {
  constructor(location: string, run: string, to: { readonly run: string; readonly host: string } | undefined) {
    const by = to === undefined ? '' : ` to run ${to.run} on ${to.host}`;
    super(EXIT.cannotCreate, `lost ${location}${by}: run ${run} gave no sign of life for too long; run it again`);
  }
}

/**
 * A staged file is gone, or a file that the run was about to change has changed. The cause is either another run, which
 * the lease then names, or a program that is not part of this kit. Exit code 74.
 */
export class LostStaging extends Failure {
  constructor(location: string, name: string) {
    super(EXIT.io, `${location}/${name} was removed or changed by something else: run again`);
  }
}
