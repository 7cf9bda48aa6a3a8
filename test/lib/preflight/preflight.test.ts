import { ARM, found, M5 } from '../../support/preflight';

it('preflight finds nothing wrong with the default settings or with newer instance types', () => {
  expect(found({})).toEqual([]);
  expect(found(M5, 'eu-west-2')).toEqual([]);
  const graviton = { masterInstanceType: 'm7g.xlarge', coreInstanceType: 'm8g.xlarge' };
  expect(found(graviton, 'eu-west-1', ARM)).toEqual([]);
});
