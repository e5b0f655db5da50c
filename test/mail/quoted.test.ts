// A person's own words are told from what a mail drags along; a question is never hidden, wherever it stands.
import { expect, test } from 'vitest';
import { type Segment, segments } from '../../src/mail/quoted.ts';

/** The text of each segment of a kind; every call checks that the segments cover the body, in order. */
function texts(body: string, kind: Segment['kind'], subject?: string): string[] {
  const found = segments(body, subject);
  expect(found.map(({ start, end }) => body.slice(start, end)).join('')).toBe(body);
  return found.filter((segment) => segment.kind === kind).map(({ start, end }) => body.slice(start, end).trim());
}
const own = (body: string, subject?: string): string => texts(body, 'own', subject).join('\n');

const QUESTION = 'How many bridges were repaired?';
const LETTER = '> Dear Ann,\n> We are working on your request.\n> Yours sincerely,\n> The team';

test.each([
  ['Gmail', `${QUESTION}\n\nOn Mon, 4 Jul 2022 at 10:15, FOI Team <foi@northmere.gov.example> wrote:\n\n${LETTER}\n`],
  [
    'Gmail, folded',
    `${QUESTION}\n\nOn Mon, 4 Jul 2022 at 10:15, FOI Team\n<foi@northmere.gov.example>\nwrote:\n\n${LETTER}\n`,
  ],
  [
    'Apple Mail',
    `${QUESTION}\n\n> On 4 Jul 2022, at 10:15, FOI Team <foi@northmere.gov.example> wrote:\n> \n${LETTER}\n`,
  ],
  [
    'Outlook',
    `${QUESTION}\n\nFrom: FOI Team <foi@northmere.gov.example>\nSent: 04 July 2022 10:15\nTo: Ann\nSubject: Your request\n\nDear Ann,\n`,
  ],
  [
    'Outlook from HTML',
    `${QUESTION}\n\nFrom: FOI Team\n\nSent: 04 July 2022 10:15\n\nTo: Ann\n\nSubject: Your request\n\nDear Ann,\n`,
  ],
  [
    'older Outlook',
    `${QUESTION}\n\n-----Original Message-----\nFrom: foi@northmere.gov.example\nSent: 4 July\nTo: Ann\nSubject: x\n\nDear Ann,\n`,
  ],
  [
    'Outlook in Welsh',
    `${QUESTION}\n\nOddi wrth: Tîm FOI <foi@northmere.gov.example>\nAnfonwyd: 04 Gorffennaf 2022\nAt: Ann\nPwnc: Eich cais\n\nAnnwyl Ann,\n`,
  ],
  [
    'Gmail in Welsh',
    `${QUESTION}\n\nAr Llun, 4 Gorff 2022 am 10:15, Tîm FOI <foi@northmere.gov.example> ysgrifennodd:\n\n${LETTER}\n`,
  ],
  ['Thunderbird in German', `${QUESTION}\n\nAm 04.07.22 um 10:15 schrieb FOI Team:\n${LETTER}\n`],
  [
    'Gmail in French',
    `${QUESTION}\n\nLe lun. 4 juil. 2022 à 10:15, FOI <foi@northmere.gov.example> a écrit :\n\n${LETTER}\n`,
  ],
  [
    'Outlook in German',
    `${QUESTION}\n\nVon: FOI <foi@northmere.gov.example>\nGesendet: Montag, 4. Juli 2022\nAn: Ann\nBetreff: x\n\nSehr geehrte\n`,
  ],
  [
    'a phone without quote marks',
    `${QUESTION}\n\nOn 4 Jul 2022, at 10:15, FOI Team <foi@northmere.gov.example> wrote:\n\nDear Ann,\nWe are working on it.\n`,
  ],
])('a reply from %s: the new question is own, the letter it answers is quoted', (_, body) => {
  expect(own(body)).toBe(QUESTION);
  expect(texts(body, 'quote').join('\n')).toMatch(/Ann|letter|Sehr/);
});

test('answers between quoted lines and under them are own', () => {
  const body = `On 4 Jul 2022, at 10:15, FOI Team <foi@northmere.gov.example> wrote:\n\n> Which bridges?\n\nThe road bridges.\n\n> Which years?\n\n2019 to 2021. ${QUESTION}\n`;
  expect(own(body)).toContain('The road bridges.');
  expect(own(body)).toContain(QUESTION);
  expect(texts(body, 'quote').join('\n')).toMatch(/Which bridges\?[\s\S]*Which years\?/);
});

test('a forwarded mail inside a quoted letter is quoted with it', () => {
  const forward = '---------- Forwarded message ---------\nFrom: Bob\nDate: 1 July\nSubject: x\n\nOld text.';
  const attribution = 'On Mon, 4 Jul 2022 at 10:15, FOI Team <foi@northmere.gov.example> wrote:';
  expect(own(`${QUESTION}\n\n${attribution}\n\n${forward}\n`)).toBe(QUESTION);
  expect(own(`${QUESTION}\n\n${attribution}\n\n${forward.replace(/^/gm, '> ')}\n`)).toBe(QUESTION);
});

test.each([
  [
    'answers announced between unmarked lines',
    `See my answers below.\n\nFrom: FOI <foi@northmere.gov.example>\nSent: 4 July\nSubject: x\n\nWhich years?\n${QUESTION}\n`,
    'RE: x',
  ],
  [
    'nothing above an unmarked quotation',
    `From: FOI <foi@northmere.gov.example>\nSent: 4 July\nTo: Ann\nSubject: x\n\n${QUESTION}\n`,
    'RE: x',
  ],
  [
    'a forwarded mail, by its subject',
    `Thanks\n\nFrom: Ann <ann@northmere.example>\nSent: 4 July\nTo: x\nSubject: x\n\n${QUESTION}\n`,
    'FW: Bridges',
  ],
  [
    'a forwarded mail, by its mark',
    `Hello\n\n---------- Forwarded message ---------\nFrom: Ann\nDate: 4 July\nSubject: x\nTo: x\n\n${QUESTION}\n`,
    '',
  ],
  ['a forwarded mail from a phone', `Begin forwarded message:\n\n> From: Ann\n> Subject: x\n>\n> ${QUESTION}\n`, ''],
  [
    'a colleague passing a request on',
    `Please find a request below that we received.\n\nFrom: Ann <a@b.example>\nSent: 4 July\nTo: x\nSubject: x\n\n${QUESTION}\n`,
    '',
  ],
  [
    'a web form',
    `A new enquiry was submitted:\n\nFrom: Ann\nDate: 4 July\nSubject: Bridges\nMessage: ${QUESTION}\n`,
    '',
  ],
  [
    'a person’s own account of a letter',
    `On 4 July 2022 the council wrote:\n\n"We hold nothing."\n\n${QUESTION}\n`,
    '',
  ],
  [
    'a question under dashes',
    `Dear all,\n\n--\n${QUESTION} Please also say who paid for each of them, and when that was decided.\n`,
    '',
  ],
  ['a question under the signature', `Hello\n\nYours faithfully,\nA. Requester\n\nPS ${QUESTION}\n`, ''],
  ['a list under the signature', `Hello\n\nRegards\nAnn\n\nAnnex\n1. ${QUESTION}\n`, ''],
  [
    'a question between two rules',
    `Hello\n${'-'.repeat(60)}\n1. ${QUESTION} Is it published on your web site?\n${'-'.repeat(60)}\n`,
    '',
  ],
  [
    'a question about a disclaimer',
    `Please provide the text "This email and any attachments are confidential". ${QUESTION}\n`,
    '',
  ],
  ['a sentence that starts like a phone’s line', `Sent from my desk, this asks: ${QUESTION}\n`, ''],
  ['thanks in the middle', `Thank you.\n\n${QUESTION}\n`, ''],
  ['a lone quoted mail', `> ${QUESTION}\n`, ''],
  ['a line that mbox escaped', `>From 2019 on: ${QUESTION}\n`, ''],
])('the question stays own in %s', (_, body, subject) => {
  expect(own(body, subject)).toContain(QUESTION);
});

test.each([
  ['Yours faithfully,\n\nA. Requester', 'A. Requester'],
  ['Yours sincerely\nDr Siân O’Neill-Jones (Mrs)', 'Siân'],
  ['Many thanks\nYours faithfully,\n\nAnn', 'Ann'],
  ['Kind regards, Ann Other', 'Ann Other'],
  ['Yr eiddoch yn gywir,\nSiân ap Rhys', 'Siân'],
  ['Best wishes,\nann', 'ann'],
  ['Regards\nAnn Other\nHead of Surveys\nOther Ltd\nTel: 01632 960001\nann@other.example', '01632'],
  ['-- \nAnn Other\nOther Ltd', 'Other Ltd'],
])('the name in %j is found in the signature', (close, name) => {
  const body = `${QUESTION}\n\n${close}\n`;
  expect(own(body)).toBe(QUESTION);
  expect(texts(body, 'signature').join('\n')).toContain(name);
});

test('the footer of a request platform is a footer, the name above it a signature', () => {
  const rule = '-'.repeat(67);
  const footer = `${rule}\nReplies to this address appear on a public web site and are published automatically.\nIs this the wrong address for requests to Northmere?\n${rule}`;
  const body = `${QUESTION}\n\nYours faithfully,\n\nA. Requester\n\n${footer}\n\n`;
  expect(own(body)).toBe(QUESTION);
  expect(texts(body, 'signature')).toEqual(['Yours faithfully,\n\nA. Requester']);
  expect(texts(body, 'footer')).toEqual([footer]);
});

test('the footer of a mailing list is a footer', () => {
  const body = `${QUESTION}\n${'_'.repeat(47)}\nBridges mailing list\nTo unsubscribe or manage your preferences see https://lists.example/\nAll messages are published on the web site.\n`;
  expect(own(body)).toBe(QUESTION);
});

test.each([
  'Sent from my iPhone',
  'Get Outlook for Android',
  'Anfonwyd o fy iPhone',
  'This email and any attachments are confidential and intended solely for the addressee.\nIf you are not the intended recipient, delete it.',
  'Please consider the environment before printing this e-mail.',
  'CAUTION: This email originated from outside of the organisation. Do not click links.',
  'Mae’r neges hon yn gyfrinachol ac fe’i bwriadwyd ar gyfer y sawl a enwir.',
])('%j is small print', (small) => {
  expect(own(`${QUESTION}\n\n${small}\n`)).toBe(QUESTION);
  expect(own(`${small}\n\n${QUESTION}\n`)).toBe(QUESTION);
});

test('an empty body has no segments, and 20,000 lines of each mark are taken apart whole', () => {
  expect(segments('')).toEqual([]);
  for (const line of ['> a', '--', 'Regards', 'From: x', 'On 4 July 2022 at 10:15, a wrote', '-'.repeat(60), ' ']) {
    expect(texts(`${line}\n`.repeat(20_000), 'own')).toBeInstanceOf(Array);
  }
});
