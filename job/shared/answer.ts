import { EXIT } from './exit';

/** The answer of a command whose question is answered with no: it did its work, and exits with 1. */
export class AnswerNo extends Error {
  readonly exitCode = EXIT.no;

  constructor() {
    super('the answer is no');
    this.name = 'AnswerNo';
  }
}
