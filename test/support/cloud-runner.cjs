// jest's runner of the tests of the cloud: one file after the other, and none beside other tests, for each has a stand-in
// of its own, some with clusters.
const { default: TestRunner } = require('jest-runner');

module.exports = class CloudRunner extends TestRunner {
  isSerial = true;
};
