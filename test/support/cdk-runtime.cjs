// jest's runtime for the tests of the stacks: they get the CDK as Node loads it, once in each process of tests. Each
// sandbox would load it anew, which takes more than most of these files. Its only state beside the apps is the environment,
// which is therefore the same for both.
const { default: Runtime } = require(require.resolve('jest-runtime', { paths: [require.resolve('jest-runner')] }));

const CDK = /^(aws-cdk-lib|constructs|cdk-nag)(\/|$)/;

module.exports = class extends Runtime {
  constructor(config, environment, ...more) {
    environment.global.process.env = process.env;
    super(config, environment, ...more);
  }

  requireModuleOrMock(from, name) {
    return CDK.test(name) ? require(name) : super.requireModuleOrMock(from, name);
  }
};
