import { readSettings } from '../../../lib/settings/read';

it('an input that is named twice is read once', () => {
  const { input } = readSettings({ input: 's3://films/in, s3://other/,s3://films/in/' }, {});
  expect(input).toEqual(['s3://films/in/', 's3://other/']);
});
