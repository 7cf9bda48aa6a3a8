/** Writes the tables that come from the code into the READMEs. */

import fs from 'node:fs';
import { globSync } from 'tinyglobby';
import { withTables } from './readme-tables';

for (const file of globSync(['README.md', '{job,lib,test}/**/README.md'], {
  ignore: '**/{node_modules,.venv,.hadoop*}/**',
})) {
  const text = fs.readFileSync(file, 'utf8');
  const written = withTables(text);
  if (written === text) continue;
  fs.writeFileSync(file, written);
  console.log(file);
}
