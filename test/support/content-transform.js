/** Lets jest import what the bundler takes as content: a .wasm file as its bytes, a .txt file as its text. */
module.exports = {
  process(_text, filename) {
    const read = `require('node:fs').readFileSync(${JSON.stringify(filename)}`;
    const content = filename.endsWith('.wasm') ? `new Uint8Array(${read}))` : `${read}, 'utf8')`;
    return { code: `exports.__esModule = true; exports.default = ${content};` };
  },
  // the code above holds for every content
  getCacheKey: (_text, filename) => `content of ${filename}`,
};
