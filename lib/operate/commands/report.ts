import { spawn } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { warn } from '../../../job/command/complain';
import { print } from '../../../job/command/output';
import { resolveLocation } from '../../../job/options/parsing/location';
import { readPublished } from '../../../job/remote/published';
import { replaceReport } from '../../../job/remote/replace-report';
import { EXIT } from '../../../job/shared/exit';
import { Failure } from '../../../job/shared/failure';
import { REPORT_FILE } from '../../../job/shared/output-files';
import { locationBelow } from '../../../job/shared/s3-location';
import type { Summary } from '../../../job/summary/summary';
import type { GivenOptions } from '../target/option-table';

export type ReportOptions = GivenOptions<'open' | 'json'>;

const OPENERS: Readonly<Record<string, readonly [string, ...string[]]>> = {
  darwin: ['open'],
  win32: ['cmd', '/c', 'start', ''],
};

/** `dedup report`: draws the page of the output's run again, and puts it beside the output or opens it. */
export async function reportCommand(
  location: string,
  { open, json }: ReportOptions,
  drawReport: (summary: Summary) => string,
): Promise<void> {
  const output = resolveLocation('output', location);
  const { summary } = await readPublished(output);
  if (summary === null) throw new Failure(EXIT.noInput, `'${output}' has no summary: no run has published there`);
  const page = drawReport(summary);
  const say = (report: string) => print(json ? JSON.stringify({ output, run: summary.run, report }, null, 2) : report);
  if (open) {
    // The folder has a random name, because other users may write into the temporary folder. A local file serves S3
    // outputs too, which a browser cannot open.
    const file = join(mkdtempSync(join(tmpdir(), 'dedup-report-')), 'report.html');
    writeFileSync(file, page);
    await show(file);
    say(file);
    return;
  }
  await replaceReport(output, page, warn);
  say(locationBelow(output, REPORT_FILE));
}

async function show(file: string): Promise<void> {
  const [program, ...args] = OPENERS[process.platform] ?? ['xdg-open'];
  const child = spawn(program, [...args, file], { stdio: 'ignore', detached: true });
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', () =>
      reject(new Failure(EXIT.unavailable, `cannot open a browser with ${program}: see '${file}'`)),
    );
  });
  child.unref();
}
