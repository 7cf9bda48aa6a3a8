/** Formats a status for a person. Pure. */

import { roughTime } from '../../../job/shared/figures';
import { causeOf } from '../cluster/causes';
import type { HourPrice, StatusReport, StepReport } from './status';

export function describeStatus(status: StatusReport, now: Date): string {
  return [
    headline(status),
    ...endOf(status),
    ...machines(status),
    ...prices(status),
    ...idle(status, now),
    '',
    ...steps(status),
  ].join('\n');
}

function headline({ cluster, name, state, ageMs, created }: StatusReport): string {
  const age = ageMs === null ? '' : `, ${roughTime(ageMs)} old (since ${time(created)})`;
  return `cluster ${cluster} (${name}) is ${state.toLowerCase().replaceAll('_', ' ')}${age}`;
}

function endOf({ state, reason, errors, ended }: StatusReport): string[] {
  if (!state.startsWith('TERMINAT')) return [];
  const { words, advice } = causeOf({ reason, errors });
  return [`  ended      ${ended === null ? 'in a moment' : time(ended)}: ${words}; ${advice}`];
}

function machines({ instances, instanceHours, cost }: StatusReport): string[] {
  if (instances.length === 0) return [];
  const counted = instances.map(({ type, count }) => `${count} ${type}`).join(', ');
  const dollars = cost === null ? '; --price lookup says what they cost' : `, $${cost.toFixed(2)}`;
  return [`  machines   ${counted}: ${instanceHours.toFixed(2)} instance hours so far${dollars}`];
}

/** Shown only if a price was looked up: given prices are known already. */
function prices({ instances }: StatusReport): string[] {
  if (!instances.some(({ price }) => price?.parts)) return [];
  const told = instances.flatMap(({ type, price }) => (price === null ? [] : [`${type} ${hourly(price)}`]));
  return [`  an hour    ${told.join(', ')}`];
}

function hourly({ dollarsPerHour, parts }: HourPrice): string {
  const from = parts === null ? 'as given' : `on demand: EC2 $${parts.ec2} + EMR $${parts.emr}`;
  return `$${dollarsPerHour} (${from})`;
}

function idle({ idleSince, terminatesAt }: StatusReport, now: Date): string[] {
  if (idleSince === null) return [];
  const since = `  idle       since ${time(idleSince)} (${roughTime(now.getTime() - Date.parse(idleSince))})`;
  const end =
    terminatesAt === null ? 'has no idle policy: it costs until it is terminated' : `ends at ${time(terminatesAt)}`;
  return [`${since}, ${end}`];
}

function steps({ steps, hasEarlierSteps }: StatusReport): string[] {
  if (steps.length === 0) return ['no steps yet'];
  const rows = steps.map((step) => [step.step, step.state.toLowerCase(), step.name, times(step), publishes(step)]);
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  const earlier = hasEarlierSteps ? [`(the newest ${steps.length}; --steps ${2 * steps.length} shows more)`] : [];
  const lines = rows.map((row) =>
    row
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  return [...earlier, ...lines];
}

function publishes({ output, run }: StepReport): string {
  if (output === null) return '';
  return run === null ? output : `${output}, run ${run}`;
}

function times({ started, tookMs, ended }: StepReport): string {
  if (started === null || tookMs === null) return '';
  return `${time(started)}, ${roughTime(tookMs)}${ended === null ? ' so far' : ''}`;
}

/** `2026-11-22 15:04:05Z`. */
export function time(iso: string | null): string {
  return iso === null ? 'unknown' : `${iso.slice(0, 19).replace('T', ' ')}Z`;
}
