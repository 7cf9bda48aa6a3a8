import path from 'node:path';
import { localFolder } from '../options/parsing/parsers';
import { classList } from '../runner/yarn/class-list';
import { makeClassData } from '../runner/yarn/make-class-data';
import { counted } from '../shared/figures';
import { print } from './output';

/** `dedup class-data`: makes the folder for `dedup yarn --class-data`. */
export async function classDataCommand(given: string): Promise<void> {
  const folder = path.resolve(localFolder.parse('the folder', given));
  const { archiveBytes, jars } = await makeClassData(folder, classList(), process.env);
  print(`${folder}: ${Math.round(archiveBytes / 1e6)} MB of classes of ${counted(jars, 'jar')}`);
}
