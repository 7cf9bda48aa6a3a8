import { join } from 'node:path';
import { localPlace, makeHome, removeHome } from './publication';
import { testPublication } from './publication-tests';

let home: string;
let folders = 0;
beforeEach(async () => {
  home = await makeHome();
});
afterEach(() => removeHome(home));

testPublication(
  async () => {
    folders += 1;
    return localPlace(join(home, `out-${folders}`));
  },
  5,
  1,
);
