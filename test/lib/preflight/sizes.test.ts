import type { Context } from '../../../lib/settings/read';
import { about, found } from '../../support/preflight';

describe('the preflight of sizes', () => {
  const sizes = (context: Context) => about('sizes', found(context));
  const folders = (count: number) =>
    Array.from({ length: count }, (_, i) => `s3://films/ratings/of/the/day/${1000 + i}/`);

  it('accepts a definition that fits its parameter', () => {
    expect(sizes({})).toEqual([]);
    expect(sizes({ input: folders(100) })).toEqual([]);
  });

  it('refuses more folders than the parameter holds', () => {
    expect(sizes({ input: folders(150), tags: { team: 'data' } })).toEqual([
      expect.stringMatching(
        /^error: input names 150 folders, with which the cluster's definition takes \d{4,5} characters, and a parameter of Systems Manager holds 8192; set input to folders that hold several of these, or tags to fewer$/,
      ),
    ]);
  });
});
