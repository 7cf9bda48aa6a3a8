/** Standard error. Its stream is made at the first use, because making it takes some milliseconds. */

let isUsed = false;

export function standardError(): NodeJS.WriteStream {
  isUsed = true;
  return process.stderr;
}

export function tellLine(line: string): void {
  isUsed = true;
  console.error(line);
}

/** Waits until the system has taken all that was written, or the reader has closed the pipe. */
export async function told(): Promise<void> {
  if (!isUsed) return;
  process.stderr.once('error', () => {});
  await new Promise<void>((resolve) => process.stderr.write('', () => resolve()));
}
