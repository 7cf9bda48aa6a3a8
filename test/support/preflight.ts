/** The findings of preflight for the settings of a test. */

import type { Facts } from '../../lib/preflight/facts';
import type { Finding, Subject } from '../../lib/preflight/finding';
import { preflight } from '../../lib/preflight/preflight';
import { type Context, readSettings } from '../../lib/settings/read';

export const FACTS: Facts = {
  node: { version: '24.21.0', architecture: 'x64', glibc: '2.28' },
  account: '123456789012',
  today: '2026-11-22',
};
export const ARM: Facts = { ...FACTS, node: { ...FACTS.node, architecture: 'arm64' } };
/** Settings for a region whose zones all offer m5. */
export const M5 = { masterInstanceType: 'm5.xlarge', coreInstanceType: 'm5.xlarge' };

export function found(context: Context, region = 'us-west-1', facts = FACTS): readonly Finding[] {
  return preflight(readSettings(context, { region }), facts);
}

/** The findings about one subject, such as `error: …`. */
export function about(subject: Subject, findings: readonly Finding[]): string[] {
  return findings.filter((each) => each.subject === subject).map((each) => `${each.severity}: ${each.message}`);
}
