import { join } from 'node:path';
import { localPlace, makeHome, removeHome } from './publication';
import { testPublication } from './publication-tests';

/** The drills take long on a busy machine. */
jest.setTimeout(600_000);

let home: string;
let folders = 0;
beforeEach(async () => {
  home = await makeHome();
});
afterEach(() => removeHome(home));

// the project `drills` tries every step of all situations
declare const IS_DRILL: boolean;
testPublication(
  async () => {
    folders += 1;
    return localPlace(join(home, `out-${folders}`));
  },
  IS_DRILL ? { busiest: 1, easy: 1, first: 5, second: 1 } : { busiest: 9, easy: 11, first: 23, second: 7 },
);
