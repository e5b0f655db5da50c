// Reads case references out of a mail: ours, the request platform's, the Information Commissioner's, the tribunal's, the Scottish Commissioner's.
import type { Address } from '../mail/parse.ts';

export interface Reference {
  /** 'ours' | 'whatdotheyknow' | 'ico' | 'tribunal' | 'foi-scot' | 'other' */
  readonly system: string;
  /** In the form the system itself prints; letters in capitals. */
  readonly value: string;
}

/** Alaveteli, the software of WhatDoTheyKnow: `request-<id>-<hash>@`, and `request-bounce-<id>-<hash>@` as envelope sender. */
const PLATFORM_ADDRESS = /^request-(?:bounce-)?([a-z0-9]+)-[a-z0-9]+@(?:[a-z0-9-]+\.)*whatdotheyknow\.com$/i;

/** The request platform that an address belongs to, or null. */
export function platformOf(from: Address | null): string | null {
  const domain = from?.address.split('@').at(-1)?.toLowerCase() ?? '';
  return domain === 'whatdotheyknow.com' || domain.endsWith('.whatdotheyknow.com') ? 'whatdotheyknow' : null;
}

/** What may stand between the pieces of a reference: people change or drop separators and letter case. */
const SEPARATOR = '[ \\t\\u00a0./_:\\\\–—-]';

interface Piece {
  readonly pattern: string;
  readonly canonical: (found: string) => string;
}

function placeholder(name: string, width: number): Piece {
  // Serials are written without their zeros, and outgrow their width after enough years.
  if (name === 'serial') {
    return { pattern: '(\\d{1,9})', canonical: (found) => found.replace(/^0+/, '').padStart(width, '0') };
  }
  if (name === 'fiscal') return { pattern: '(\\d{2}[-/]?\\d{2})', canonical: (found) => found.replace(/\D/g, '') };
  return { pattern: name === 'yyyy' ? '(\\d{4})' : '(\\d{2})', canonical: (found) => found };
}

/** Letters and digits as they are; separators loosely, but never none between serial and year: "FOI 2022" is no reference. */
function literal(text: string, betweenNumbers: boolean): Piece[] {
  return (text.match(/\p{L}+|\d+|[^\p{L}\d]+/gu) ?? []).map((run) =>
    /[\p{L}\d]/u.test(run)
      ? { pattern: `(${run})`, canonical: () => run }
      : { pattern: `(${SEPARATOR}{${betweenNumbers ? 1 : 0},3})`, canonical: () => run },
  );
}

interface OurForm {
  readonly pattern: RegExp;
  readonly pieces: readonly Piece[];
}

/** The forms of the formats in use: an authority has one, a test a few. */
const known = new Map<string, OurForm>();

function ourForm(format: string): OurForm {
  const form = known.get(format) ?? compileForm(format);
  known.set(format, form);
  return form;
}

function compileForm(format: string): OurForm {
  const tokens = format.split(/(\{[a-z]+(?::\d+)?\})/).filter((token) => token !== '');
  const isField = (token: string | undefined): boolean => token?.startsWith('{') ?? false;
  const pieces = tokens.flatMap((token, index) => {
    const [, name, width] = /^\{([a-z]+)(?::(\d+))?\}$/.exec(token) ?? [];
    if (name !== undefined) return [placeholder(name, Number(width ?? 0))];
    return literal(token, isField(tokens[index - 1]) && isField(tokens[index + 1]));
  });
  const core = pieces.map((piece) => piece.pattern).join('');
  // Not the tail of another body's reference (DC/FOI/…), nor the head of a date (FOI 29/06/2022).
  return { pattern: new RegExp(`(?<![\\p{L}\\d][/_-]?)${core}(?![\\p{L}\\d]|[/.-]\\d)`, 'giu'), pieces };
}

function ours(text: string, format: string): Reference[] {
  const { pattern, pieces } = ourForm(format);
  return [...text.matchAll(pattern)].map((match) => ({
    system: 'ours',
    value: pieces.map((piece, index) => piece.canonical(match[index + 1] ?? '')).join(''),
  }));
}

/**
 * The text with each of our references turned into a word that says nothing, of the same length, so that offsets stay:
 * the FOI of `FOI/000012/26` must not make a mail one about freedom of information.
 */
export function withoutOurs(text: string, ourFormat: string | null): string {
  if (ourFormat === null) return text;
  return text.replace(ourForm(ourFormat).pattern, (reference) => 'x'.repeat(reference.length));
}

interface System {
  readonly system: string;
  readonly pattern: RegExp;
  readonly value: (match: RegExpMatchArray) => string;
}

/** Formats as printed in the bodies' own letters and decisions; the shapes were read there, not invented. */
const SYSTEMS: readonly System[] = [
  {
    system: 'ico',
    pattern: /\bIC[- ]?(\d{5,6})[- ]?(?=[A-Z]*\d)([A-Z0-9]{4})\b/gi,
    value: (m) => `IC-${m[1]}-${m[2]?.toUpperCase()}`,
  },
  { system: 'ico', pattern: /\b(FS|FER)\s?(\d{8})\b/gi, value: (m) => `${m[1]?.toUpperCase()}${m[2]}` },
  {
    system: 'tribunal',
    pattern: /\b(FT\/)?EA[/_](20\d{2})[/_](\d{3,4})\b/gi,
    value: (m) => `${m[1] === undefined ? '' : 'FT/'}EA/${m[2]}/${m[3]}`,
  },
  { system: 'tribunal', pattern: /\bUA-(20\d{2})-(\d{6})-([A-Z]+)\b/gi, value: (m) => m[0].toUpperCase() },
];

/** The Scottish Information Commissioner numbers cases 20yynnnnn and decisions nnn/20yy; both are too plain to read without these words. */
const SCOTTISH_CONTEXT = /scottish information commissioner|foi\.scot|itspublicknowledge/i;
const SCOTTISH: readonly System[] = [
  {
    system: 'foi-scot',
    pattern: /\b(?:case|ref(?:erence)?)\W{0,3}(?:no\.?|number)?\W{0,3}(20\d{7})\b/gi,
    value: (m) => m[1] ?? '',
  },
  { system: 'foi-scot', pattern: /\bDecision\s+(\d{1,3}\/20\d{2})\b/gi, value: (m) => `Decision ${m[1]}` },
];

/**
 * The case references in a mail, each once: first ours (subject before body), then the platform's, then other systems'.
 * `ourFormat` is the authority's reference format, such as `FOI/{serial:6}/{yy}` (fields {serial:N}, {yy},
 * {yyyy}, {fiscal}: src/register/reference.ts prints them); it is matched whatever the letter case, spaces, separators and leading zeros, and given in its printed form. null: ours are not looked for.
 */
export function references(
  fields: { subject: string; body: string; from: Address | null },
  ourFormat: string | null,
): Reference[] {
  const text = `${fields.subject}\n${fields.body}`;
  const thread = PLATFORM_ADDRESS.exec(fields.from?.address ?? '');
  const scottish = SCOTTISH_CONTEXT.test(`${text}\n${fields.from?.address ?? ''}`) ? SCOTTISH : [];
  const found = [
    ...(ourFormat === null ? [] : ours(text, ourFormat)),
    ...(thread === null ? [] : [{ system: 'whatdotheyknow', value: thread[1] ?? '' }]),
    ...[...SYSTEMS, ...scottish].flatMap(({ system, pattern, value }) =>
      [...text.matchAll(pattern)].map((match) => ({ system, value: value(match) })),
    ),
  ];
  return [...new Map(found.map((reference) => [`${reference.system} ${reference.value}`, reference])).values()];
}
