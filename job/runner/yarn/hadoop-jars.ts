/** Finds Hadoop's jars on a class path. */

import path from 'node:path';
import { namesIn } from './hadoop';

/** Jars that hold no classes of the product, although they are named like the jar with these. */
const OTHER = /-(tests|sources|javadoc)\.jar$/;

/**
 * The first jar of each name on a class path, in the order of the class path. Jars are named without their versions.
 * Other jars stay out: one with a file such as `core-site.xml`, as jars with tests are, would come before Hadoop's
 * configuration.
 */
export function jarsNamed(names: readonly string[], classPath: string): string[] {
  const jars = jarsOn(classPath).filter((jar) => !OTHER.test(jar));
  const first = names.flatMap((name) => jars.find((jar) => isVersionOf(name, path.basename(jar))) ?? []);
  return jars.filter((jar) => first.includes(jar));
}

/** `hadoop-common-3.4.1-amzn-2.jar`, and with a version in the name itself: `hadoop-shaded-protobuf_3_25-1.4.0.jar`. */
function isVersionOf(name: string, file: string): boolean {
  return file.startsWith(name) && /^(_\d+)*-\d[\w.-]*\.jar$/.test(file.slice(name.length));
}

/** All jars on a class path. An entry that ends in `*` stands for the jars of a folder. */
function jarsOn(classPath: string): string[] {
  return classPath.split(path.delimiter).flatMap((entry) => {
    if (path.basename(entry) !== '*') return entry.endsWith('.jar') ? [entry] : [];
    const folder = path.normalize(path.dirname(entry));
    // Java skips a folder that is missing, too
    return namesIn(folder)
      .filter((name) => name.endsWith('.jar'))
      .map((name) => path.join(folder, name));
  });
}
