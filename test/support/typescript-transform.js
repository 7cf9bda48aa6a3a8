// Compiles TypeScript for jest, so that a loop of a module reads what it imports from other modules fast. The exports of a
// module are getters of one object. jest makes these objects in one realm for the sandboxes of all test files, so that V8
// gives the exports of one module in several sandboxes one shape, as long as their getters are the same. They never are, and
// V8 turns all these objects but the first one into dictionaries, which made some tests take five times as long in a process
// that had run another file before. An object that is the prototype of another one has a shape of its own.
const { createHash } = require('node:crypto');
const { createTransformer } = require('@swc/jest');

const STRICT = '"use strict";';
const OWN_SHAPE = 'Object.create(exports);';

module.exports = {
  createTransformer(options) {
    const swc = createTransformer(options);
    return {
      ...swc,
      process(...args) {
        const { code, ...more } = swc.process(...args);
        // on the line of the directive, so that all lines keep their numbers
        return { ...more, code: code.replace(STRICT, `${STRICT} ${OWN_SHAPE}`) };
      },
      getCacheKey: (...args) =>
        createHash('sha1')
          .update(OWN_SHAPE)
          .update(swc.getCacheKey(...args))
          .digest('hex'),
    };
  },
};
