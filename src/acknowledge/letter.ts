// Fills the receipt: references and dates from the register, contact from the authority, nothing from the mail itself.
import type { Authority } from '../authority.ts';
import type { Kind, Regime } from '../classify/known.ts';
import { PermanentError } from '../errors.ts';
import type { Language, LetterTemplates } from './letter-templates.ts';
import { fill, type Values } from './template.ts';

/** One clock that the mail started. Dates are YYYY-MM-DD. `kind` is what its row is: a request or an internal review. */
export interface LetterCase {
  readonly reference: string;
  readonly regime: Regime;
  readonly kind: Kind;
  readonly receivedOn: string;
  readonly dueOn: string;
}

export interface Letter {
  /** Starts with the reference in brackets; one line. */
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

export interface LetterInput {
  readonly authority: Authority;
  readonly cases: readonly LetterCase[];
  /** The day it is written, YYYY-MM-DD: a due date before it is not promised any more. */
  readonly writtenOn: string;
}

/** Judgement: four references fit a subject line that people can still read; the letter itself lists all. */
const MAX_REFERENCES_IN_SUBJECT = 4;

const MONTHS: Readonly<Record<Language, readonly string[]>> = {
  en: 'January February March April May June July August September October November December'.split(' '),
  cy: 'Ionawr Chwefror Mawrth Ebrill Mai Mehefin Gorffennaf Awst Medi Hydref Tachwedd Rhagfyr'.split(' '),
};

/** `2022-07-28` as `28 July 2022` or `28 Gorffennaf 2022`. @throws PermanentError when it is no calendar date. */
export function longDate(on: string, language: Language): string {
  const [, year = '', month = '', day = ''] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(on) ?? [];
  const name = MONTHS[language][Number(month) - 1];
  if (name === undefined || Number(day) < 1 || Number(day) > 31) {
    throw new PermanentError(`a letter needs a calendar date as YYYY-MM-DD, not "${on}"`);
  }
  return `${Number(day)} ${name} ${year}`;
}

/** What a placeholder may bring into a letter: one line without control characters. */
const plain = (text: string): string => text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ').trim();

const HTML_ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escapeHtml = (text: string): string =>
  plain(text).replace(/[&<>"']/g, (character) => HTML_ESCAPES[character] ?? '');

function valuesOf({ authority, cases, writtenOn }: LetterInput, language: Language): Values {
  const { contact } = authority;
  const one = ({ reference, regime, kind, receivedOn, dueOn }: LetterCase) => {
    const review = kind === 'internal_review';
    return {
      reference,
      received: longDate(receivedOn, language),
      due: longDate(dueOn, language),
      late: dueOn < writtenOn,
      information: !review && (regime === 'foia' || regime === 'eir'),
      scottish: !review && (regime === 'foisa' || regime === 'eisr'),
      subjectAccess: !review && regime === 'sar',
      reuse: !review && regime === 'rpsi',
      review,
    };
  };
  const filled = cases.map(one);
  return {
    authority: authority.name,
    team: contact.team,
    email: contact.email,
    telephone: contact.telephone ?? '',
    postal: contact.postal ?? '',
    privacyNotice: contact.privacyNotice ?? '',
    cases: filled,
    several: cases.length > 1,
    review: filled.every((each) => each.review),
    anyInformation: filled.some((each) => each.information || each.scottish),
    anySubjectAccess: filled.some((each) => each.subjectAccess),
    police: authority.sector === 'police',
    bilingual: authority.languages.includes('cy'),
  };
}

function subjectOf(references: readonly string[], subjects: readonly string[]): string {
  const named = references.slice(0, MAX_REFERENCES_IN_SUBJECT).map((reference) => `[${plain(reference)}]`);
  const more = references.length > named.length ? [`[+${references.length - named.length}]`] : [];
  return plain([...named, ...more, subjects.join(' / ')].join(' ')).replace(/ {2,}/g, ' ');
}

function page(subject: string, sections: readonly { language: Language; html: string }[]): string {
  const first = sections[0]?.language ?? 'en';
  const body = sections
    .map(({ language, html }) => `<div lang="${language}">\n${html.trim()}\n</div>`)
    .join('\n<hr>\n');
  return `<!DOCTYPE html>
<html lang="${first}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(subject)}</title>
</head>
<body>
${body}
</body>
</html>
`;
}

/**
 * The receipt for every case that one mail opened, in the authority's languages: Welsh first where it writes in both
 * (Welsh Language Standards: Welsh no less favourably than English). Pure.
 * @throws PermanentError without a case, or with a date that is none.
 */
export function letter(templates: LetterTemplates, input: LetterInput): Letter {
  const { authority, cases } = input;
  if (cases.length === 0) throw new PermanentError('a receipt needs at least one reference to name');
  const order: readonly Language[] = authority.languages.includes('cy') ? ['cy', 'en'] : ['en'];
  const languages = authority.languages.length === 1 ? authority.languages : order;
  const filled = languages.map((language) => {
    const values = valuesOf(input, language);
    const { subject, text, html } = templates[language];
    return {
      language,
      subject: fill(subject, values, plain),
      text: fill(text, values, plain)
        .replace(/\n{3,}/g, '\n\n')
        .trim(),
      html: fill(html, values, escapeHtml),
    };
  });
  const subject = subjectOf(
    cases.map((each) => each.reference),
    filled.map((each) => each.subject),
  );
  const text = `${filled.map((each) => each.text).join(`\n\n${'-'.repeat(60)}\n\n`)}\n`;
  return { subject, text, html: page(subject, filled) };
}
