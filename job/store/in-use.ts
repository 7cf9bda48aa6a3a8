import { EXIT } from '../shared/exit';
import { Failure } from '../shared/failure';

/** Another run holds the lease of the output, which may be free later. Exit code 73. */
export class InUse extends Failure {
  constructor(message: string) {
    super(EXIT.cannotCreate, message);
  }
}
