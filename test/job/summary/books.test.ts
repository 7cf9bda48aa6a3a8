import { checkBooks, isBalanced, recordsAmong } from '../../../job/summary/books';

const BOOKS = {
  lines: 45,
  blank: 1,
  headers: 2,
  comments: 3,
  skipped: 4,
  kept: 5,
  superseded: 6,
  deleted: 7,
  forgotten: 2,
  rejected: 17,
};

it('books balance where each line is counted once, and forgotten deletes are some of the deletes', () => {
  expect(isBalanced(BOOKS)).toBe(true);
  expect(() => checkBooks(BOOKS)).not.toThrow();
});

it.each(['lines', 'blank', 'headers', 'comments', 'skipped', 'kept', 'superseded', 'deleted', 'rejected'] as const)(
  'books with one too many of %s do not balance',
  (name) => {
    const books = { ...BOOKS, [name]: BOOKS[name] + 1 };
    expect(isBalanced(books)).toBe(false);
    expect(() => checkBooks(books)).toThrow(
      expect.objectContaining({
        exitCode: 70,
        message: expect.stringContaining(`the counts do not balance: ${books.lines} lines read, but `),
      }),
    );
  },
);

it('the records among lines are all but blank lines, headers, comments and skipped lines', () => {
  expect(recordsAmong(BOOKS)).toBe(35);
});
