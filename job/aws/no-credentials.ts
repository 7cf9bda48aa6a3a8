/** The SDK's message where no source of credentials is set up. Any other text names the source that failed. */
const NOWHERE = /^(?:Could not load credentials from any providers)?$/;

/** How to give a machine credentials. */
export const CREDENTIALS_ADVICE =
  'set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or use a machine with a role';

/** The reason why there are no credentials, from the SDK's message and the profile that AWS_PROFILE names. Pure. */
export function noCredentials(message: string, profile: string | undefined): string {
  const said = message.replace(/\s+/g, ' ').replace(/\.$/, '').trim();
  if (!NOWHERE.test(said)) return `no AWS credentials: ${said}`;
  if (!profile) return `no AWS credentials: ${CREDENTIALS_ADVICE}`;
  return `no AWS credentials: profile '${profile}', which AWS_PROFILE names, is not there or has none; ${CREDENTIALS_ADVICE}`;
}
