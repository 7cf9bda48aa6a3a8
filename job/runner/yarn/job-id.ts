/** The number that Hadoop gives a job. The names of its application, tasks and attempts hold it. Pure. */

/** As in `application_1732285000000_0007` and `attempt_1732285000000_0007_m_000001_0`. */
export type JobId = string;

export function jobOfApplication(application: string): JobId {
  return application.replace(/^application_/, '');
}

/** The jobs to which these attempts of tasks belong, each once. */
export function jobsOfAttempts(attempts: readonly string[]): JobId[] {
  return [...new Set(attempts.map((attempt) => attempt.split('_').slice(1, 3).join('_')))];
}

export function isAttemptOf(attempt: string, job: JobId): boolean {
  return attempt.startsWith(`attempt_${job}_`);
}
