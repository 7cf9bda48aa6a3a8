// `node test/yarn/list-classes.mjs LISTS`: writes the kit's list of Hadoop's classes (job/runner/yarn/hadoop-classes.txt)
// anew, from the lists in a folder that JVMs of containers have written (README.md).
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { unzipSync } from 'fflate';
import { installHadoop } from './install.mjs';

const LIST = path.join(import.meta.dirname, '../../job/runner/yarn/hadoop-classes.txt');

const { jars, streamingJar } = installHadoop();
const [, , folder = ''] = process.argv;
const lines = readdirSync(folder).flatMap((name) => readFileSync(path.join(folder, name), 'utf8').split('\n'));
const classes = [...new Set(lines)].filter((line) => /^[\w@]/.test(line)).sort();

/** The names of jars, without versions, by their classes. @type {Map<string, string>} */
const owners = new Map();
const files = readdirSync(jars).sort();
for (const file of [...files.map((name) => path.join(jars, name)), streamingJar]) {
  unzipSync(readFileSync(file), {
    filter({ name }) {
      const owned = /^(.*)\.class$/.exec(name)?.[1];
      if (owned !== undefined && !owners.has(owned)) owners.set(owned, nameOf(path.basename(file)));
      return false;
    },
  });
}

/** Java's own classes, and lines about lambdas, have no jar. @type {Map<string, string[]>} */
const byJar = new Map([['', []]]);
for (const line of classes) {
  const jar = owners.get(line) ?? '';
  byJar.set(jar, [...(byJar.get(jar) ?? []), line]);
}
const sections = [...byJar].sort(([a], [b]) => (a < b ? -1 : 1));
const text = sections.flatMap(([jar, own]) => (jar === '' ? own : [`# jar ${jar}`, ...own]));
writeFileSync(LIST, `${text.join('\n')}\n`);
process.stdout.write(`${classes.length} lines, ${sections.length - 1} jars\n`);

/** @param {string} file such as `hadoop-shaded-protobuf_3_25-1.4.0.jar` */
function nameOf(file) {
  return file.replace(/(_\d+)*-\d[\w.-]*\.jar$/, '');
}
