import { secretsOf, variablesIn } from '../../../../job/runner/yarn/variables';

/** The credentials of a container of Hadoop 3.4.2: the token of a job, and the secrets of the shuffle and the kit. */
const TOKENS = Buffer.from(
  [
    'SERUUwABCEpvYlRva2VuFxZqb2JfMTc5NTk2OTE1OTAwMV8wMDAyFObZF653nKbITQD43D/uasU/U9LdDW1hcHJlZHVjZS5qb2IWam9iXzE3',
    'OTU5NjkxNTkwMDFfMDAwMgIVTWFwUmVkdWNlU2h1ZmZsZVRva2VuCNxT242UztcKD2RlZHVwLnZhcmlhYmxlc4+GeyJBV1NfU0VDUkVUX0FD',
    'Q0VTU19LRVkiOiJTRU5USU5FTFNFQ1JFVDEyMzQnXCJgIiwiQVdTX0FDQ0VTU19LRVlfSUQiOiJBS0lBVEVTVCIsIkFXU19DQV9CVU5ETEUi',
    'OiIvZXRjL3NzbC9jZXJ0cy9jYS1jZXJ0aWZpY2F0ZXMuY3J0In0=',
  ].join(''),
  'base64',
);
const FOREIGN = "the container's file of tokens cannot be understood: ";

it('variables are read from the credentials that Hadoop gives a container', () => {
  expect(variablesIn(TOKENS)).toEqual({
    AWS_SECRET_ACCESS_KEY: 'SENTINELSECRET1234\'"`',
    AWS_ACCESS_KEY_ID: 'AKIATEST',
    AWS_CA_BUNDLE: '/etc/ssl/certs/ca-certificates.crt',
  });
});

it.each([
  ['short ones', 'x'],
  ['none', ''],
  ['long ones, with quotes and line ends', `'"\`\\\n\u2028${'y'.repeat(70_000)}`],
])('variables are given to Hadoop as JSON and are read back unchanged: %s', (_, value) => {
  const given: Record<string, unknown> = JSON.parse(secretsOf({ AWS_REGION: value }));
  const [[alias, secret] = []] = Object.entries(given);
  expect(typeof secret).toBe('string');
  expect(variablesIn(fileOf(alias as string, secret as string))).toEqual({ AWS_REGION: value });
});

it.each([
  ['an empty file', Buffer.alloc(0), 'it ends at byte 0'],
  ['a file of another format', Buffer.from('HDTS\x01\0\0'), "it does not begin with 'HDTS' and version 0"],
  ['a truncated file', TOKENS.subarray(0, -1), `it ends at byte ${TOKENS.length - 1}`],
  ['a file with an invalid length', Buffer.from('HDTS\0\x90\0', 'latin1'), 'it has no length at byte 5'],
  ['a file with secrets of other programs only', fileOf('other', '{}'), "it has no secret 'dedup.variables'"],
  ['a secret that is not JSON', fileOf('dedup.variables', 'x'), "its secret 'dedup.variables' is no JSON"],
])('variables are not read from %s', (_, file, why) => {
  expect(() => variablesIn(file)).toThrow(
    expect.objectContaining({ exitCode: 70, message: `${FOREIGN}${why}; please report this` }),
  );
});

/** A file of credentials without a token and with one secret, as `Credentials.writeTokenStorageToStream` writes it. */
function fileOf(alias: string, secret: string): Buffer {
  const text = (value: string) => Buffer.concat([vint(Buffer.byteLength(value)), Buffer.from(value)]);
  return Buffer.concat([Buffer.from('HDTS\0\0\x01'), text(alias), text(secret)]);
}

/** `WritableUtils.writeVInt` for numbers that are not negative. */
function vint(value: number): Buffer {
  if (value < 128) return Buffer.from([value]);
  const bytes = [24, 16, 8, 0].map((shift) => (value >>> shift) & 0xff);
  const significant = bytes.slice(bytes.findIndex((byte) => byte > 0));
  return Buffer.from([0x90 - significant.length, ...significant]);
}
