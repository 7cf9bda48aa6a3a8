import { readSubmitted, submittedIn } from '../../../../lib/operate/target/submitted-file';
import { temporaryFolder } from '../../../support/folder';

const SUBMITTED = { run: '20261122t152504z-a', region: 'eu-west-1', cluster: 'j-1', step: 's-1', copies: true };

it('the run is read from the file of a submission', () => {
  const file = `${temporaryFolder({ 'run.json': JSON.stringify(SUBMITTED) })}/run.json`;
  expect(readSubmitted(file)).toEqual({ cluster: 'j-1', step: 's-1', region: 'eu-west-1' });
  expect(submittedIn('run.json', JSON.stringify({ ...SUBMITTED, step: null }))).toMatchObject({ step: null });
});

it.each<[string, number, string]>([
  ['', 64, "'run.json' is empty: the submission has failed"],
  ['[]', 64, "'run.json' is not what 'dedup submit --json' prints"],
  ['{"run": "a"}', 64, "'run.json' is not what 'dedup submit --json' prints"],
  ['submitted run', 64, "'run.json' is not what 'dedup submit --json' prints"],
  [
    JSON.stringify({ ...SUBMITTED, cluster: null, step: null }),
    76,
    "'run.json' does not tell whether run 20261122t152504z-a was submitted: 'dedup submit --run-id 20261122t152504z-a' " +
      'with the same inputs and options looks for it',
  ],
])('the text %j is refused', (text, exitCode, message) => {
  expect(() => submittedIn('run.json', text)).toThrow(expect.objectContaining({ exitCode, message }));
});

it('a missing file is reported', () => {
  expect(() => readSubmitted('nowhere.json')).toThrow(
    expect.objectContaining({
      exitCode: 66,
      message: "cannot read 'nowhere.json': ENOENT; 'dedup submit --json > nowhere.json' writes it",
    }),
  );
});
