import { join } from 'node:path';
import { localPlace, makeHome, removeHome } from './publication';
import { testPublication } from './publication-tests';

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
  IS_DRILL ? 5 : 11,
  IS_DRILL ? 1 : 3,
);
