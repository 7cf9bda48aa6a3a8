import type { Command } from 'commander';
import { manualPage } from './manual';
import { outlineOf } from './outline';
import { print } from './output';

/** `dedup manual` prints the manual page. The build writes it to a file with this, and help does not show it. */
export function manualCommand(root: Command, version: string): void {
  root
    .command('manual', { hidden: true })
    .description('prints the manual page, as man reads it')
    .action(() => print(manualPage(outlineOf(root, version)).trimEnd()));
}
