import { isUtf8 } from 'node:buffer';

/** A line as a member of a JSON document: `{"line": …}`, or `{"lineBase64": …}` where it is not UTF-8. */
export function lineContent(name: string, bytes: Uint8Array): Readonly<Record<string, string>> {
  const copy = Buffer.from(bytes);
  return isUtf8(copy) ? { [name]: copy.toString() } : { [`${name}Base64`]: copy.toString('base64') };
}
