/** A browser script or style sheet, bundled and minified by `inline-browser.mjs`, as text. */
declare module '*?inline' {
  const text: string;
  export default text;
}
