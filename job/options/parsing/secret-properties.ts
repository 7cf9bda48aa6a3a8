/** What is not to be told: values of Hadoop properties that look like secrets. Pure. */

const HADOOP = '--hadoop';
const MASK = '***';
/** Among them what Hadoop itself takes for sensitive; rather one too many. */
const SECRET = /pass(?:word|wd|phrase)|(?<![a-z])pass(?![a-z])|pwd|secret|token|credential|oauth|private|key(?![a-z])/i;

/** A command line as it is stored and shown. */
export function maskedCommand(words: readonly string[]): string[] {
  return words.map((word, i) => {
    if (words[i - 1] === HADOOP) return maskedProperty(word);
    return word.startsWith(`${HADOOP}=`) ? `${HADOOP}=${maskedProperty(word.slice(HADOOP.length + 1))}` : word;
  });
}

/** `name=value`, without a value that may be one. */
export function maskedProperty(property: string): string {
  return isSecret(property) ? `${nameOf(property)}=${MASK}` : property;
}

/** By its name; or by those that its value has, as in `mapreduce.map.env=MY_PASSWORD=x` and `…java.opts=-Dmy.token=x`. */
export function isSecret(property: string): boolean {
  return SECRET.test(property.slice(0, Math.max(0, property.lastIndexOf('='))));
}

export function nameOf(property: string): string {
  return property.slice(0, property.indexOf('='));
}
