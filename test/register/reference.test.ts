// References: how they look, which year they belong to, and that no serial is missing or given twice.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { receivedOnOf } from '../../src/clock/working-days.ts';
import { type OpenRegister, openRegister } from '../../src/register/database.ts';
import { allocate, formatReference, referenceKey, serialYear } from '../../src/register/reference.ts';
import { type PostgresServer, startPostgres } from '../servers/postgres.ts';

let postgres: PostgresServer;
let register: OpenRegister;
beforeAll(async () => {
  postgres = await startPostgres();
  register = await openRegister(postgres.url);
});
afterAll(async () => {
  await register.close();
  await postgres.stop();
});

const take = (format: string, ...receivedOns: string[]): Promise<string[]> =>
  register.db.transaction().execute((tx) => allocate(tx, format, receivedOns));

test.each([
  ['FOI/{serial:6}/{yy}', 2128, '2022-06-29', 'FOI/002128/22'],
  ['DPO/FOI/{serial:6}/{yy}', 2128, '2022-06-29', 'DPO/FOI/002128/22'],
  ['{yyyy}-{serial:4}', 7, '2026-01-01', '2026-0007'],
  ['FOI {serial}', 7, '2026-01-01', 'FOI 7'],
  ['FOI/{serial:3}/{yy}', 12_345, '2026-01-01', 'FOI/12345/26'],
  ['F{fiscal}/{serial:3}', 1, '2026-03-31', 'F2526/001'],
  ['F{fiscal}/{serial:3}', 1, '2026-04-01', 'F2627/001'],
  ['F{fiscal}/{serial:3}', 1, '2100-01-01', 'F9900/001'],
  ['FOI/{serial:2}/{yy}', 1, '2008-05-01', 'FOI/01/08'],
])('%s with serial %i received on %s is %s', (format, serial, receivedOn, reference) => {
  expect(formatReference(format, serial, receivedOn)).toBe(reference);
});

test.each([
  ['2022-12-31T23:30:00Z', 'X{yy}', '2022'],
  ['2023-01-01T00:30:00Z', 'X{yy}', '2023'],
  ['2022-06-30T23:30:00Z', 'X{yyyy}', '2022'],
  ['2026-03-31T22:59:00Z', 'X{fiscal}', '2526'],
  ['2026-03-31T23:01:00Z', 'X{fiscal}', '2627'],
])('a mail received at %s counts, with %s, in the year %s of London', (at, format, year) => {
  expect(serialYear(format, receivedOnOf(new Date(at), 'Europe/London'))).toBe(year);
});

test('each year counts for itself, whatever order the mails come in', async () => {
  expect(await take('A/{serial:2}/{yy}', '2022-12-31', '2023-01-01', '2022-12-30')).toEqual([
    'A/01/22',
    'A/01/23',
    'A/02/22',
  ]);
  expect(await take('A/{serial:2}/{yy}', '2023-01-02', '2022-12-31')).toEqual(['A/02/23', 'A/03/22']);
});

test('with the financial year in the reference, the serial starts again on 1 April', async () => {
  expect(await take('B{fiscal}/{serial:2}', '2026-03-31', '2026-04-01', '2026-12-31')).toEqual([
    'B2526/01',
    'B2627/01',
    'B2627/02',
  ]);
});

test('eight at once, some of them rolled back, leave no gap and give no reference twice', async () => {
  const gone = new Error('rolled back');
  const taken: string[] = [];
  const work = async (worker: number): Promise<void> => {
    for (let i = 0; i < 10; i += 1) {
      const years = i % 2 === 0 ? ['2022-01-01', '2023-01-01'] : ['2023-01-01', '2022-01-01'];
      await register.db
        .transaction()
        .execute(async (tx) => {
          const references = await allocate(tx, 'C/{serial:4}/{yy}', years);
          if ((worker + i) % 3 === 0) throw gone;
          return references;
        })
        .then(
          (references) => taken.push(...references),
          (error: unknown) => expect(error).toBe(gone),
        );
    }
  };
  await Promise.all(Array.from({ length: 8 }, (_, worker) => work(worker)));
  for (const year of ['22', '23']) {
    const serials = taken.filter((reference) => reference.endsWith(`/${year}`)).sort();
    expect(serials).toEqual(serials.map((_, i) => `C/${String(i + 1).padStart(4, '0')}/${year}`));
    expect(serials.length).toBeGreaterThan(40);
  }
});

test('a reference is known again however its separators and letters are typed', () => {
  expect(referenceKey('dpo foi-002128.22')).toBe(referenceKey('DPO/FOI/002128/22'));
});

test('a format that changes its separators only goes on counting, so that no two references read alike', async () => {
  expect(await take('D/{serial:3}/{yy}', '2022-01-01')).toEqual(['D/001/22']);
  expect(await take('D-{serial:3}-{yy}', '2022-01-02')).toEqual(['D-002-22']);
});
