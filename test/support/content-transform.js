/** Lets jest import files that the bundler embeds as content: a .wasm file as bytes, a .txt file as text. */
module.exports = {
  process(_text, filename) {
    const read = `require('node:fs').readFileSync(${JSON.stringify(filename)}`;
    const content = filename.endsWith('.wasm') ? `new Uint8Array(${read}))` : `${read}, 'utf8')`;
    return { code: `exports.__esModule = true; exports.default = ${content};` };
  },
  // the generated code is the same for every content
  getCacheKey: (_text, filename) => `content of ${filename}`,
};
