import { Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { appWith, OF_CODEPIPELINE, OF_GITHUB } from './pipelines';

test.each([
  ['CodePipeline', OF_CODEPIPELINE],
  ['GitHub Actions', OF_GITHUB],
])('finds nothing in a pipeline of %s that is not acknowledged', (_, pipeline) => {
  const app = appWith(pipeline);
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  expect(() => app.synth()).not.toThrow();
});
