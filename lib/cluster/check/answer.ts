/** The only answer of the check after which no cluster is started. */
export const NOTHING_NEW = 'nothing new';
