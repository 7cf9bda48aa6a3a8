const project = (displayName, testMatch, more = {}) => ({
  displayName,
  testMatch,
  transform: {
    '\\.ts$': ['@swc/jest', { jsc: { target: 'es2023' } }],
    '\\.(wasm|txt)$': '<rootDir>/test/support/content-transform.js',
  },
  moduleFileExtensions: ['ts', 'js', 'mjs', 'json', 'wasm', 'txt'],
  ...more,
});

/** unit: the sources, in this process. program: the built command, in processes of its own. yarn: on Hadoop's YARN. */
module.exports = {
  projects: [
    project('unit', ['<rootDir>/test/{job,lib}/**/*.test.ts']),
    project('program', ['<rootDir>/test/program/**/*.test.ts']),
    project('yarn', ['<rootDir>/test/yarn/**/*.test.ts'], { runner: '<rootDir>/test/support/yarn-runner.cjs' }),
  ],
  testTimeout: 120_000,
  // by default jest leaves one core to a watcher; of two that is half of the machine
  maxWorkers: '100%',
};
