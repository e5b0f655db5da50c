// Which case references are read out of a mail, and what only looks like one.
import { expect, test } from 'vitest';
import { platformOf, references } from '../../src/classify/references.ts';

const FORMAT = 'DPO/FOI/{serial:6}/{yy}';
const NOBODY = null;
const inSubject = (subject: string, format: string | null = FORMAT) =>
  references({ subject, body: '', from: NOBODY }, format).map(({ system, value }) => `${system} ${value}`);

test.each([
  'Re: DPO/FOI/002128/22',
  'dpo/foi/2128/22',
  'DPO FOI 002128 22',
  'DPO-FOI-002128-22',
  'your ref: dpo.foi.002128.22.',
  '[DPO/FOI/2128/22]',
])('our reference is known however it is typed: %s', (subject) => {
  expect(inSubject(subject)).toEqual(['ours DPO/FOI/002128/22']);
});

test.each([
  'FOI 2022',
  'Freedom of Information Act 2000',
  'FOI request of 29/06/2022',
  'FOI 29/06/2022',
  'DC/FOI/782/17',
  'FOI-12',
])('a year, a date or another body’s reference is not ours: %s', (subject) => {
  expect(inSubject(subject, 'FOI/{serial:6}/{yy}')).toEqual([]);
});

test('formats with a full year or a financial year are known too', () => {
  expect(inSubject('IR-17-2026', 'IR-{serial:4}-{yyyy}')).toEqual(['ours IR-0017-2026']);
  expect(inSubject('FOI 41 26/27', 'FOI-{serial:4}-{fiscal}')).toEqual(['ours FOI-0041-2627']);
});

test('ours comes first where a subject holds theirs and ours', () => {
  expect(inSubject('IC-123456-A1B2 about DPO/FOI/002128/22')).toEqual(['ours DPO/FOI/002128/22', 'ico IC-123456-A1B2']);
});

test('a request platform’s address gives the number of its thread', () => {
  const from = (address: string) => ({ name: 'P. Tern', address });
  const of = (address: string) => references({ subject: '', body: '', from: from(address) }, null);
  expect(of('request-874591-0a1b2c3d@whatdotheyknow.com')).toEqual([{ system: 'whatdotheyknow', value: '874591' }]);
  expect(of('request-bounce-874591-0a1b2c3d@whatdotheyknow.com')).toEqual([
    { system: 'whatdotheyknow', value: '874591' },
  ]);
  expect(of('request-874591-0a1b2c3d@whatdotheyknow.com.attacker.example')).toEqual([]);
  expect(platformOf(from('request-874591-0a1b2c3d@whatdotheyknow.com'))).toBe('whatdotheyknow');
  expect(platformOf(from('tern@notwhatdotheyknow.com'))).toBeNull();
  expect(platformOf(null)).toBeNull();
});

test('cases of the Information Commissioner and the tribunals are named as those bodies print them', () => {
  expect(inSubject('ic-255369-y7x2 and FS50123456, FER0123456 no, FER01234567')).toEqual([
    'ico IC-255369-Y7X2',
    'ico FS50123456',
    'ico FER01234567',
  ]);
  expect(inSubject('EA_2020_0305; FT/EA/2024/0244; UA-2021-000613-GIA')).toEqual([
    'tribunal EA/2020/0305',
    'tribunal FT/EA/2024/0244',
    'tribunal UA-2021-000613-GIA',
  ]);
});

test('nine digits are a Scottish case only where the Scottish Commissioner is named', () => {
  expect(inSubject('Scottish Information Commissioner, case 202500311, Decision 135/2025')).toEqual([
    'foi-scot 202500311',
    'foi-scot Decision 135/2025',
  ]);
  expect(inSubject('Case 202500311')).toEqual([]);
});
