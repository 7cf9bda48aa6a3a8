import path from 'node:path';
import { localPlace } from '../../../../job/store/local/place';
import { Random } from '../../../support/random';

const SEED = 20261202;

it(`a path has the identity that it resolves to, whatever is in it (seed ${SEED})`, () => {
  const random = new Random(SEED);
  for (let i = 0; i < 2000; i++) {
    const names = Array.from({ length: random.int(1, 6) }, () =>
      random.pick(['', '.', '..', 'a', 'b.c', '.d', 'é', 'a.']),
    );
    const location = random.pick(['', '/']) + names.join('/');
    expect(localPlace.identityOf(location)).toBe(path.resolve(location));
  }
});
