/** The README of `dedup yarn` against the code. */

import { program } from '../../../../job/command/program';
import { readDocument, tableRows } from '../../../support/documents';

const README = readDocument('job/runner/yarn/README.md');

it('names the options of run that yarn has not, and how many of the options of yarn plan has', () => {
  const listed = (name: string) => {
    const found = program([], {}).commands.find((command) => command.name() === name);
    return (found?.options ?? []).map(({ flags }) => flags);
  };
  const ofYarn = tableRows(README, 'yarn option').map(([flags]) => flags?.replaceAll('`', ''));
  expect(listed('plan')).toEqual([...ofYarn.slice(0, 7), '--json']);
  const dropped = listed('run').filter((flags) => !listed('yarn').includes(flags));
  expect(dropped).toEqual(['--threads <N>', '--memory <size>', '--temp <folder>']);
  expect(README).toContain('It takes the first seven of these options, and `--json`.');
  expect(README).toContain('except `--threads`, `--memory` and `--temp`. It also has these:');
});
