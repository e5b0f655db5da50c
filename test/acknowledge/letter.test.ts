// The receipt as a requester reads it: what it says, what it must not say, in both languages.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type LetterCase, letter, longDate } from '../../src/acknowledge/letter.ts';
import { compileLetters, type LetterTemplates } from '../../src/acknowledge/letter-templates.ts';
import type { Authority } from '../../src/authority.ts';
import { NORTHMERE } from './northmere.ts';

const FILES = ['en.txt', 'en.html', 'cy.txt', 'cy.html'].map((name) => ({
  path: `letters/acknowledgement.${name}`,
  content: readFileSync(`rules/letters/acknowledgement.${name}`, 'utf8'),
}));

function shipped(): LetterTemplates {
  const compiled = compileLetters(FILES);
  if (compiled.ok) return compiled.templates;
  throw new Error(JSON.stringify(compiled.problems));
}
const changed = (name: string, change: (content: string) => string) =>
  compileLetters(FILES.map((file) => (file.path.endsWith(name) ? { ...file, content: change(file.content) } : file)));

const FOI: LetterCase = {
  reference: 'FOI/000123/22',
  regime: 'foia',
  kind: 'request',
  receivedOn: '2022-06-29',
  dueOn: '2022-07-28',
};
const SAR: LetterCase = { ...FOI, reference: 'FOI/000124/22', regime: 'sar', dueOn: '2022-07-29' };
const REVIEW: LetterCase = { ...FOI, reference: 'FOI/000125/22', kind: 'internal_review' };

const writtenOn = '2022-06-30';
const write = (cases: readonly LetterCase[], change: Partial<Authority> = {}) =>
  letter(shipped(), { authority: { ...NORTHMERE, ...change }, cases, writtenOn });

test('a receipt names its reference first in the subject, then both dates, the law, the contact and what comes next', () => {
  const { subject, text, html } = write([FOI]);
  expect(subject).toBe('[FOI/000123/22] We have received your request');
  for (const said of [
    'Reference: FOI/000123/22',
    'Received: 29 June 2022',
    'promptly, and no later than 28 July 2022',
    'Freedom of Information Act 2000 or the Environmental Information Regulations 2004',
    '20 working days, counted from the day after we received it',
    'bank holidays anywhere in the United Kingdom',
    'keep the reference in the subject line',
    'change, narrow or withdraw',
    'large print',
    'foi@northmere.police.example',
    '01632 960001',
    'https://www.northmere.police.example/privacy/information-requests',
    'In an emergency call 999',
    'call 101',
  ])
    expect(text).toContain(said);
  expect(html).toContain('<html lang="en">');
  expect(html).toContain('<strong>28 July 2022</strong>');
  expect(html).not.toMatch(/<img|<script|<link|style=/);
});

test('a text and its HTML say the same', () => {
  const words = (text: string) =>
    text
      .replace(/<title>.*<\/title>|<\/?(?:strong|a)\b[^>]*>/g, '')
      .replace(/<[^>]+>/g, ' ')
      .replaceAll('&#39;', "'")
      .replace(/\s+/g, ' ')
      .trim()
      .toLowerCase();
  for (const cases of [
    [FOI],
    [SAR],
    [REVIEW],
    [FOI, SAR],
    [{ ...FOI, regime: 'foisa' as const }],
    [{ ...FOI, regime: 'rpsi' as const }],
  ]) {
    for (const languages of [['en'], ['cy', 'en']] as const) {
      const { text, html } = write(cases, { languages: [...languages] });
      expect(words(html)).toBe(words(text.replace(/^-{60}$/gm, '')));
    }
  }
});

test('a mail that is two requests is told both references, each with its own date', () => {
  const { subject, text } = write([FOI, SAR]);
  expect(subject).toBe('[FOI/000123/22] [FOI/000124/22] We have received your requests');
  expect(text.indexOf('28 July 2022')).toBeGreaterThan(text.indexOf('FOI/000123/22'));
  expect(text.indexOf('29 July 2022')).toBeGreaterThan(text.indexOf('FOI/000124/22'));
  expect(text).toContain('The law allows one month');
  expect(text).toContain('proof of identity only if we need it');
});

test('proof of identity is spoken of only where personal data is asked for', () => {
  expect(write([FOI]).text).not.toMatch(/identity/);
  expect(write([SAR]).text).toMatch(/identity/);
});

test('an internal review is told a date aimed at, and no statute', () => {
  const { subject, text } = write([REVIEW]);
  expect(subject).toBe('[FOI/000125/22] We have received your request for an internal review');
  expect(text).toContain('We aim to tell you the outcome promptly, and by 28 July 2022');
  expect(text).not.toContain('Act 2000');
});

test('a Scottish authority counts the bank holidays of Scotland only', () => {
  const { text } = write([{ ...FOI, regime: 'foisa' }]);
  expect(text).toContain('bank holidays in Scotland');
  expect(text).not.toContain('anywhere in the United Kingdom');
});

test('a council is not told to call 999, and missing contact lines leave no gap', () => {
  const contact = { ...NORTHMERE.contact, telephone: null, postal: null, privacyNotice: null };
  const { text, html } = write([FOI], { sector: 'council', contact });
  expect(text).not.toMatch(/999|Telephone|Post:|Privacy notice|\n\n\n/);
  expect(html).not.toMatch(/999|Telephone|Post:|Privacy notice/);
});

test('a Welsh authority writes in both languages, Welsh first, with Welsh dates', () => {
  const { subject, text, html } = write([FOI], { languages: ['en', 'cy'] });
  expect(subject).toBe('[FOI/000123/22] Rydym wedi cael eich cais / We have received your request');
  expect(text.indexOf('28 Gorffennaf 2022')).toBeLessThan(text.indexOf('28 July 2022'));
  expect(text).toContain('Mae croeso ichi ysgrifennu atom yn Gymraeg');
  expect(html).toContain('<html lang="cy">');
  expect(html.indexOf('<div lang="cy">')).toBeLessThan(html.indexOf('<div lang="en">'));
});

test('a receipt never says that information is held, exempt or accepted, nor speaks of fees or of 20 days', () => {
  for (const cases of [[FOI], [SAR], [REVIEW], [FOI, SAR]]) {
    const { subject, text } = write(cases, { languages: ['cy', 'en'] });
    expect(`${subject} ${text}`).not.toMatch(
      /\b(?:held|hold|exempt\w*|accepted|valid|refus\w*|vexatious|fees?|disclose|release|20 days|today)\b/i,
    );
  }
});

test('letters that an admin spoils are refused with file, line and cure', () => {
  const unknown = changed('en.txt', (content) => content.replace('{{authority}}', '{{requester}}'));
  expect(unknown).toMatchObject({
    ok: false,
    problems: [{ file: 'letters/acknowledgement.en.txt', line: 3, message: expect.stringContaining('{{requester}}') }],
  });
  const promise = changed('en.html', (content) => `${content}<p>The information is held by us.</p>\n`);
  expect(promise).toMatchObject({
    ok: false,
    problems: [{ message: '"held" must not stand in an automatic receipt' }],
  });
  const undated = changed('cy.txt', (content) => content.replaceAll('{{due}}', 'cyn hir'));
  expect(undated).toMatchObject({ ok: false, problems: [{ message: 'the letter never shows {{due}}' }] });
  const subject = changed('cy.txt', (content) => content.replace(/^Subject:[^\n]*\n/, ''));
  expect(subject).toMatchObject({ ok: false, problems: [{ message: 'the letter has no subject line' }] });
  const gone = compileLetters(FILES.filter(({ path }) => !path.endsWith('cy.html')));
  expect(gone).toMatchObject({
    ok: false,
    problems: [{ file: 'letters/acknowledgement.cy.html', message: 'the letter is missing' }],
  });
});

test("an authority's own letter in rules/local replaces the shipped one", () => {
  const content = 'Subject: Ours\n\n{{#cases}}{{reference}} {{received}} {{due}}{{/cases}}\n';
  const compiled = compileLetters([...FILES, { path: 'local/letters/acknowledgement.en.txt', content }]);
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems));
  const { subject, text } = letter(compiled.templates, { authority: NORTHMERE, cases: [FOI], writtenOn });
  expect({ subject, text }).toEqual({
    subject: '[FOI/000123/22] Ours',
    text: 'FOI/000123/22 29 June 2022 28 July 2022\n',
  });
});

test('what stands in the authority file cannot break out of the HTML', () => {
  const { html } = write([FOI], { name: '<script>alert(1)</script>"\'&\u202e' });
  expect(html).not.toContain('<script>');
  expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;');
});

test('dates are written as people write them, and a date that is none is refused', () => {
  expect(longDate('2022-07-01', 'en')).toBe('1 July 2022');
  expect(longDate('2026-08-31', 'cy')).toBe('31 Awst 2026');
  for (const bad of ['2022-13-01', '2022-00-10', '28 July 2022', '2022-07-28T00:00:00Z', '']) {
    expect(() => longDate(bad, 'en'), bad).toThrow(/calendar date/);
  }
  expect(() => letter(shipped(), { authority: NORTHMERE, cases: [], writtenOn })).toThrow(/at least one reference/);
});

test('a due date that has passed when the letter is written is told as passed, and no answer is promised by it', () => {
  const late = letter(shipped(), {
    authority: { ...NORTHMERE, languages: ['cy', 'en'] },
    cases: [FOI],
    writtenOn: '2022-07-29',
  });
  for (const said of [late.text, late.html]) {
    expect(said).toContain('That date has passed');
    expect(said).toContain("Mae'r dyddiad hwnnw wedi mynd heibio");
    expect(said).not.toContain('no later than');
  }
  const onTheDay = letter(shipped(), { authority: NORTHMERE, cases: [FOI], writtenOn: '2022-07-28' });
  expect(onTheDay.text).toContain('no later than 28 July 2022');
});

test('an empty letter file is refused, as an editor leaves it for a moment', () => {
  const compiled = compileLetters(FILES.map((file) => ({ ...file, content: '' })));
  expect(compiled.ok).toBe(false);
  expect(compiled.ok ? [] : compiled.problems.map(({ message }) => message)).toContain(
    'the letter has no subject line',
  );
});
