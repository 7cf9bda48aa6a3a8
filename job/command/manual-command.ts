import type { Command } from 'commander';
import { manualPage } from './manual';
import { outlineOf } from './outline';
import { print } from './output';

/**
 * Adds `dedup manual`, which prints the manual page. The build writes the page to a file by it, and help does not show
 * the command.
 */
export function manualCommand(root: Command, version: string): void {
  root
    .command('manual', { hidden: true })
    .description('prints the manual page, as man reads it')
    .action(() => print(manualPage(outlineOf(root, version)).trimEnd()));
}
