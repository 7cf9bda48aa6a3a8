import { fileSystem } from './file-system';

/** Creates a file with this text, and makes its content durable. Throws the system's error where the name exists. */
export async function writeWhole(path: string, text: string): Promise<void> {
  const file = await fileSystem.open(path, 'wx');
  await file
    .write(text)
    .then(() => file.sync())
    .finally(() => file.close());
}
