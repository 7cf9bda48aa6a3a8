import { slotsFor } from '../../../job/kernel/layout';
import { fitTables } from '../../../job/runner/tables';

const mostSlots = slotsFor(1000);

test('the records that all workers have in one partition have to fit the table of each worker', () => {
  expect(fitTables([{ records: [1000, 0], mostSlots }])).toBe(true);
  expect(fitTables([{ records: [1001, 0], mostSlots }])).toBe(false);
  const half = { records: [500, 1000], mostSlots };
  expect(fitTables([half, { records: [500, 0], mostSlots }])).toBe(true);
  expect(fitTables([half, { records: [501, 0], mostSlots }])).toBe(false);
  expect(fitTables([half, { records: [500, 0], mostSlots: mostSlots - 1 }])).toBe(false);
});

test('without workers the tables fit', () => {
  expect(fitTables([])).toBe(true);
});
