import { EXIT } from '../shared/exit';
import { Failure } from '../shared/failure';

/** Another run has the output: it may be free later. */
export class InUse extends Failure {
  constructor(message: string) {
    super(EXIT.cannotCreate, message);
  }
}
