/** Masks the values of Hadoop properties that look like secrets. Pure. */

const HADOOP = '--hadoop';
const MASK = '***';
/**
 * The names of secrets, including all that Hadoop itself takes for sensitive. A name too many does less harm than a
 * missing one.
 */
const SECRET = /pass(?:word|wd|phrase)|(?<![a-z])pass(?![a-z])|pwd|secret|token|credential|oauth|private|key(?![a-z])/i;

/** A command line with its secrets masked, as it is stored and shown. */
export function maskedCommand(words: readonly string[]): string[] {
  return words.map((word, i) => {
    if (words[i - 1] === HADOOP) return maskedProperty(word);
    return word.startsWith(`${HADOOP}=`) ? `${HADOOP}=${maskedProperty(word.slice(HADOOP.length + 1))}` : word;
  });
}

/** `name=value`, with the value masked where it may be a secret. */
export function maskedProperty(property: string): string {
  return isSecret(property) ? `${nameOf(property)}=${MASK}` : property;
}

/**
 * Whether a property may hold a secret: by its own name, or by the names in its value, as in
 * `mapreduce.map.env=MY_PASSWORD=x` and `…java.opts=-Dmy.token=x`.
 */
export function isSecret(property: string): boolean {
  return SECRET.test(property.slice(0, Math.max(0, property.lastIndexOf('='))));
}

export function nameOf(property: string): string {
  return property.slice(0, property.indexOf('='));
}
