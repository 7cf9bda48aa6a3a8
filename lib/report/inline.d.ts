declare module '*?inline' {
  /** The script or style sheet, bundled for a browser (see inline-browser.mjs). */
  const text: () => string;
  export default text;
  /** SHA-256 of that text, in base64. */
  export const sha256: string;
}
