// A seeded generator of plausible mails for the bench: the same seed gives the same bytes, every time and everywhere.
import * as words from './corpus-words.ts';

const SECOND_MS = 1000;
const ATTACHMENT_BYTES = 60_000;
/** Mails arrive from here on, 37 s apart. Any Monday in ordinary time would do. */
const FIRST_SENT_AT = Date.UTC(2026, 2, 2, 8);

type Random = () => number;

/** Mulberry32 by Tommy Ettinger (public domain): 32 bits of state are plenty for choosing words. */
export function mulberry32(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

interface Draft {
  readonly n: number;
  readonly seed: number;
  readonly random: Random;
  readonly pick: (list: readonly string[]) => string;
}

/** Of a hundred mails: what an ordinary mailbox of an information-rights team gets. Judgement, not a count. */
const MIX: readonly (readonly [number, (draft: Draft) => Letter])[] = [
  [74, (draft) => request(draft, [])],
  [8, (draft) => request(draft, [draft.pick(words.ENVIRONMENT)])],
  [6, (draft) => ({ subject: `My file (${draft.n})`, paragraphs: [draft.pick(words.ABOUT_ME), ...padding(draft, 2)] })],
  [5, (draft) => ({ subject: `Re: ${subjectOf(draft)}`, paragraphs: [draft.pick(words.CHASING)] })],
  [
    3,
    (draft) => ({
      subject: `Your office (${draft.n})`,
      paragraphs: [draft.pick(words.GRUMBLES), ...padding(draft, 1)],
    }),
  ],
  [2, (draft) => ({ subject: `Special offer ${draft.n}`, paragraphs: [draft.pick(words.SELLING)] })],
  [2, (draft) => ({ ...away(draft), headers: 'Auto-Submitted: auto-replied\r\nReturn-Path: <>\r\n' })],
];

interface Letter {
  readonly subject: string;
  readonly paragraphs: readonly string[];
  readonly headers?: string;
}

/**
 * `count` mails (CRLF bytes), about 8 kB each on average: one in three with an HTML alternative, one in twenty with an
 * attachment of 60 kB, each from a sender of its own at one of 400 `*.example` domains and with a Message-ID of its own.
 */
export function* corpus({ count, seed }: { count: number; seed: number }): Iterable<Buffer> {
  const random = mulberry32(seed);
  const pick = (list: readonly string[]) => list[Math.floor(random() * list.length)] ?? '';
  const lines = base64Lines(random);
  for (let n = 0; n < count; n += 1) {
    const draft = { n, seed, random, pick };
    const letter = letterOf(draft, random() * 100);
    const attachment = n % 20 === 7 ? rotated(lines, Math.floor(random() * lines.length)) : null;
    yield Buffer.from(mail(draft, letter, n % 3 === 1, attachment));
  }
}

function letterOf(draft: Draft, throwOf100: number): Letter {
  let left = throwOf100;
  for (const [share, make] of MIX) {
    left -= share;
    if (left < 0) return make(draft);
  }
  return request(draft, []);
}

const place = ({ pick }: Draft) => `${pick(words.PLACE_STARTS)}${pick(words.PLACE_ENDS)}`;
const subjectOf = (draft: Draft) => `Request ${draft.n}: ${draft.pick(words.THINGS)} in ${place(draft)}`;
const padding = ({ pick }: Draft, count: number) => Array.from({ length: count }, () => pick(words.REASONS));

function request(draft: Draft, extra: readonly string[]): Letter {
  const { pick, random } = draft;
  const questions = Array.from({ length: 3 + Math.floor(random() * 12) }, (_, i) => {
    const [thing, where] = [pick(words.THINGS), place(draft)];
    const more = random() < 0.5 ? ` Please show ${where} and ${place(draft)} separately.` : '';
    return `${i + 1}. Please send me ${pick(words.MEASURES)} ${thing} at ${where} ${pick(words.PERIODS)}.${more}`;
  });
  const told = Array.from({ length: Math.floor(36 * random() ** 2) }, () => pick(words.BACKGROUND));
  const paragraphs = [pick(words.OPENINGS), ...told, ...questions, ...extra, ...padding(draft, 3)];
  return { subject: subjectOf(draft), paragraphs };
}

function away(draft: Draft): Letter {
  return { subject: `Automatic reply: ${subjectOf(draft)}`, paragraphs: ['I am out of the office until Monday.'] };
}

function mail(draft: Draft, letter: Letter, withHtml: boolean, attachment: string | null): string {
  const { n, seed, pick } = draft;
  const name = `${pick(words.FIRST)} ${place(draft)}`;
  const host = `${pick(words.PLACE_STARTS)}${n % 400}.example`.toLowerCase();
  const address = `${name.toLowerCase().replace(' ', '.')}.${n}@${host}`;
  const sent = new Date(FIRST_SENT_AT + n * 37 * SECOND_MS).toUTCString().replace('GMT', '+0000');
  const paragraphs = ['Dear Northmere,', ...letter.paragraphs, 'Yours faithfully,', name];
  const text = textPart(paragraphs);
  const boundary = `=_${seed}_${n}`;
  const readable = withHtml ? joined('alternative', `${boundary}a`, [text, htmlPart(paragraphs)]) : text;
  const body = attachment === null ? readable : joined('mixed', `${boundary}m`, [readable, filePart(n, attachment)]);
  return [
    letter.headers ?? `Return-Path: <${address}>\r\n`,
    `Received: from mx.${host} (mx.${host} [192.0.2.${n % 250}])\r\n\tby mail.northmere.police.example; ${sent}\r\n`,
    `Date: ${sent}\r\nFrom: ${name} <${address}>\r\nTo: Northmere FOI <foi@northmere.police.example>\r\n`,
    `Subject: ${letter.subject}\r\nMessage-ID: <${seed}.${n}@${host}>\r\nMIME-Version: 1.0\r\n${body}`,
  ].join('');
}

const wrapped = (paragraph: string) => paragraph.replace(/(.{1,74})(?: |$)/g, '$1\r\n');

function textPart(paragraphs: readonly string[]): string {
  return `Content-Type: text/plain; charset=utf-8\r\n\r\n${paragraphs.map(wrapped).join('\r\n')}`;
}

function htmlPart(paragraphs: readonly string[]): string {
  const rows = paragraphs.map((paragraph) => `<p class="MsoNormal">${wrapped(paragraph)}</p>\r\n`);
  return `Content-Type: text/html; charset=utf-8\r\n\r\n<html><body lang="EN-GB">\r\n${rows.join('')}</body></html>\r\n`;
}

function filePart(n: number, base64: string): string {
  const headers = `Content-Type: application/pdf; name="enclosure-${n}.pdf"\r\nContent-Transfer-Encoding: base64\r\n`;
  return `${headers}Content-Disposition: attachment; filename="enclosure-${n}.pdf"\r\n\r\n${base64}`;
}

function joined(subtype: string, boundary: string, parts: readonly string[]): string {
  const inner = parts.map((part) => `--${boundary}\r\n${part}\r\n`).join('');
  return `Content-Type: multipart/${subtype}; boundary="${boundary}"\r\n\r\n${inner}--${boundary}--\r\n`;
}

function base64Lines(random: Random): string[] {
  const bytes = Buffer.from(Uint8Array.from({ length: ATTACHMENT_BYTES }, () => random() * 256));
  return bytes.toString('base64').match(/.{1,76}/g) ?? [];
}

/** Another start in the same lines: other bytes for the sha256, and 60 kB need not be made anew for each. */
function rotated(lines: readonly string[], from: number): string {
  const whole = lines.slice(0, -1); // the last line is short and padded, so it stays last
  return [...whole.slice(from), ...whole.slice(0, from), ...lines.slice(-1)].join('\r\n');
}
