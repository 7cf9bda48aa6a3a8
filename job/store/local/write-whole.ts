import { open } from 'node:fs/promises';

/** Writes a new file, durable. */
export async function writeWhole(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx');
  await file
    .writeFile(text)
    .then(() => file.sync())
    .finally(() => file.close());
}
