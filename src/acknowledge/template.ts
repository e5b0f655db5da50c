// A template language that can only repeat, show and hide: {{name}}, {{#name}}…{{/name}}, {{^name}}…{{/name}}. It runs nothing.
// A subset of Mustache (mustache.5). Nunjucks would let a template reach any function through `constructor`.

/** What a name stands for: always a text; a text that may be empty; yes or no; or a list with names of its own. */
export type Name = 'text' | 'optional' | 'flag' | Names;
export interface Names {
  readonly [name: string]: Name;
}

/** The values behind the names. A list is repeated, an empty or missing text and `false` hide their block. */
export interface Values {
  readonly [name: string]: string | boolean | readonly Values[];
}

type Piece =
  | { readonly kind: 'words'; readonly text: string }
  | { readonly kind: 'value'; readonly name: string }
  | { readonly kind: 'block'; readonly name: string; readonly unless: boolean; readonly pieces: Piece[] };
export type Template = readonly Piece[];

/** Something wrong in a template, with its place (both from 1) and how to cure it. */
export interface TemplateProblem {
  readonly line: number;
  readonly column: number;
  readonly message: string;
  readonly cure: string;
}

interface Open {
  readonly name: string;
  readonly names: Names;
  readonly pieces: Piece[];
  readonly at: { readonly line: number; readonly column: number };
}

/** A tag; a block's tag that stands alone on its line takes the whole line with it. */
const TAG = /^[ \t]*\{\{([#^/])\s*([A-Za-z]*)\s*\}\}[ \t]*\n|(?<!\{)\{\{([#^/]?)\s*([^{}]*?)\s*\}\}(?!\})/gm;

/** Takes a template apart and checks every name in it, also in blocks that are rarely shown. */
export function compile(text: string, names: Names): { template: Template; problems: TemplateProblem[] } {
  const problems: TemplateProblem[] = [];
  const source = text.replace(/\r\n?/g, '\n');
  const stack: Open[] = [{ name: '', names, pieces: [], at: { line: 1, column: 1 } }];
  const words = (from: number, to: number): void => {
    const open = stack.at(-1);
    const part = source.slice(from, to);
    const stray = part.search(/\{\{|\}\}/);
    if (stray >= 0) problems.push({ ...placeOf(source, from + stray), ...STRAY });
    if (part !== '') open?.pieces.push({ kind: 'words', text: part });
  };
  let last = 0;
  for (const match of source.matchAll(TAG)) {
    words(last, match.index);
    last = match.index + match[0].length;
    const at = placeOf(source, match.index + match[0].indexOf('{{'));
    const fault = take(stack, match[1] ?? match[3] ?? '', match[2] ?? match[4] ?? '', at);
    if (fault !== null) problems.push({ ...at, ...fault });
  }
  words(last, source.length);
  for (const open of stack.slice(1)) {
    problems.push({
      ...open.at,
      message: `{{#${open.name}}} is never closed`,
      cure: `write {{/${open.name}}} after it`,
    });
  }
  return { template: stack[0]?.pieces ?? [], problems };
}

type Fault = Pick<TemplateProblem, 'message' | 'cure'>;
const STRAY: Fault = {
  message: 'braces that belong to no placeholder',
  cure: 'write {{name}} on one line, with two braces on each side',
};

/** Takes one tag in; returns what is wrong with it. */
function take(stack: Open[], sign: string, name: string, at: Open['at']): Fault | null {
  const open = stack.at(-1);
  if (open === undefined) return null;
  if (sign === '/') {
    if (stack.length > 1 && open.name === name) stack.pop();
    else return { message: `{{/${name}}} closes nothing that is open here`, cure: closing(stack, name) };
    return null;
  }
  const what = Object.hasOwn(open.names, name) ? open.names[name] : undefined;
  if (what === undefined) {
    // The block is opened all the same, so that its end is not reported as a second fault.
    if (sign !== '') stack.push({ name, names: open.names, pieces: [], at });
    return {
      message: `{{${sign}${name}}} is not a placeholder of this letter`,
      cure: `known here: ${known(open.names)}`,
    };
  }
  if (sign === '') {
    open.pieces.push({ kind: 'value', name });
    if (what === 'text' || what === 'optional') return null;
    return {
      message: `{{${name}}} has no text of its own`,
      cure: `write {{#${name}}}…{{/${name}}} around what it shows`,
    };
  }
  const pieces: Piece[] = [];
  open.pieces.push({ kind: 'block', name, unless: sign === '^', pieces });
  const inner = typeof what === 'object' && sign === '#' ? { ...open.names, ...what } : open.names;
  stack.push({ name, names: inner, pieces, at });
  return null;
}

const closing = (stack: readonly Open[], name: string): string => {
  const open = stack.slice(1).at(-1);
  return open === undefined ? `write {{#${name}}} before it, or remove it` : `{{#${open.name}}} must be closed first`;
};

const known = (names: Names): string =>
  Object.entries(names)
    .map(([name, what]) => (what === 'text' || what === 'optional' ? `{{${name}}}` : `{{#${name}}}`))
    .join(' ');

function placeOf(text: string, index: number): { line: number; column: number } {
  const before = text.slice(0, index);
  return { line: before.split('\n').length, column: index - before.lastIndexOf('\n') };
}

/** Fills a template. `encode` is applied to every value; a name without a value gives nothing. Pure. */
export function fill(template: Template, values: Values, encode: (text: string) => string): string {
  return template.map((piece) => fillPiece(piece, values, encode)).join('');
}

function fillPiece(piece: Piece, values: Values, encode: (text: string) => string): string {
  if (piece.kind === 'words') return piece.text;
  const value = Object.hasOwn(values, piece.name) ? values[piece.name] : undefined;
  if (piece.kind === 'value') return typeof value === 'string' ? encode(value) : '';
  const shown = Array.isArray(value) ? value.length > 0 : value !== undefined && value !== false && value !== '';
  if (piece.unless) return shown ? '' : fill(piece.pieces, values, encode);
  if (!shown) return '';
  if (!Array.isArray(value)) return fill(piece.pieces, values, encode);
  return value.map((item: Values) => fill(piece.pieces, { ...values, ...item }, encode)).join('');
}
