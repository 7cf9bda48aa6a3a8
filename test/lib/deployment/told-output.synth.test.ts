import { appWith, OF_GITHUB } from '../pipeline/pipelines';

test('every output of every stack says what it is', () => {
  const outputs = appWith(OF_GITHUB)
    .synth()
    .stacks.flatMap(({ template }) => Object.entries(template.Outputs as Record<string, { Description?: string }>));
  expect(outputs.length).toBeGreaterThan(15);
  expect(outputs.filter(([, { Description }]) => !Description).map(([name]) => name)).toEqual([]);
});
