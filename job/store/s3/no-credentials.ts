/** What the SDK says where no way to credentials leads anywhere; any other text names the way that should have. */
const NOWHERE = /^(?:Could not load credentials from any providers)?$/;

/** What gives a machine credentials. */
export const CREDENTIALS_ADVICE =
  'set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or use a machine with a role';

/** Why there are no credentials, from what the SDK says of it. Pure. */
export function noCredentials(message: string): string {
  const said = message.replace(/\s+/g, ' ').replace(/\.$/, '').trim();
  return `no AWS credentials: ${NOWHERE.test(said) ? CREDENTIALS_ADVICE : said}`;
}
