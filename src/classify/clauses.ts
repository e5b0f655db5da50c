// Cuts an asking sentence where it goes on to another thing: "who decided it, when it was decided, and what it cost".

/** Where the separate things of one sentence begin; the first is 0. `pair`: only two, joined loosely. */
export interface Cuts {
  readonly at: readonly number[];
  readonly isPair: boolean;
}

const BETWEEN = '(?:([,;])\\s*(?:(?:and|or|but|&|plus|then)\\s+)?|\\s(?:and|&|plus|as well as|together with)\\s+)';
const LINK =
  '(?:(?:also|then|finally|lastly|secondly|thirdly|if (?:so|yes|not|possible|known|any|available),?|of (?:these|those),?|in (?:each|every|any|what) case,?|for each,?)\\s+)*';
const QUESTION =
  '(?:(?:for|on|in|by|to|from|with|under|at|of) )?(?:what|whose|which|whom|who|when|where|why|how|whether|if (?=(?:the|you|they|there|it|any|these|this|so)\\b))\\b|(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would) (?:the|it|they|you|any|anyone|anybody|there|this|that|she|he|your|one|these|those)\\b';
const ORDER =
  '(?:please\\b|tell (?:me|us)|send (?:me|us)|let (?:me|us)|give (?:me|us)|provide\\b|confirm\\b|state\\b|explain\\b|supply\\b|say (?:who|what|how|when|if|whether)|(?:i|we)(?: would|[\'’]d)(?: also)? like|(?:could|can|would) (?:you|i|we)\\b)';
const THING =
  '(?:the|a|an|any|all|every|each|your|their|its|his|her|copies|details|dates?|names?|notes|minutes|results|total|number|numbers|amount|cost|average|what)\\b';
const BOUNDARY = new RegExp(`${BETWEEN}${LINK}(?:(${QUESTION})|(${ORDER})|(${THING}))`, 'gi');

/** After these words a list is of attributes or examples, not of things wanted. */
const ATTRIBUTES =
  /\b(?:including|include|includes|such as|e\.?g|namely|like|showing|containing|comprising|broken down|split|separated|grouped|sorted|with|between|by|about|across|covering|against|for (?:each|every|all|the)|regarding|concerning|relating)\b/i;
/** "(1) the price, (2) the winner": numbers inside a sentence. */
const INLINE = /(?:^|[\s,;:])\(?(\d|[a-h]|i{1,3}|iv|vi{0,3})[).]\s+(?=\S)/gi;

interface Boundary {
  readonly at: number;
  readonly semicolon: boolean;
  readonly comma: boolean;
  readonly kind: 'question' | 'order' | 'thing';
  readonly head: string;
}

/** Offsets inside brackets, where nothing is cut. */
function depths(text: string): (at: number) => boolean {
  const open: [number, number][] = [];
  let from = -1;
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (character === '(' || character === '[') {
      if (depth === 0) from = at;
      depth += 1;
    } else if ((character === ')' || character === ']') && depth > 0) {
      depth -= 1;
      if (depth === 0) open.push([from, at]);
    }
  }
  return (at) => open.some(([start, end]) => at > start && at < end);
}

function boundaries(text: string): Boundary[] {
  const inside = depths(text);
  const found: Boundary[] = [];
  for (const match of text.matchAll(BOUNDARY)) {
    if (inside(match.index)) continue;
    const [whole, mark, question, order, thing] = match;
    const head = question ?? order ?? thing ?? '';
    found.push({
      at: match.index + (mark === undefined ? 1 : whole.length - whole.slice(1).trimStart().length),
      semicolon: mark === ';',
      comma: mark !== undefined,
      kind: question !== undefined ? 'question' : order !== undefined ? 'order' : 'thing',
      head: head.toLowerCase(),
    });
  }
  return found;
}

const wordsIn = (text: string): number => text.match(/[\p{L}\p{N}]+/gu)?.length ?? 0;
const STARTS_QUESTION =
  /\b(?:how|what|whether|why|who|whose|which|when|where|(?:is|are|was|were|do|does|did|has|have) (?:the|it|there|you|any))\b/i;
const RELATIVE = /^(?:(?:for|on|in|by|to|from|with|under|at|of) )?(?:which|who|whom|whose|where|when|if)\b/;

/** Whether a boundary begins another thing that is asked for. */
function cuts(boundary: Boundary, text: string, next: number, attributesAt: number): boolean {
  const length = wordsIn(text.slice(boundary.at, next));
  if (boundary.kind === 'order') return true;
  if (boundary.kind === 'question') {
    if (length < 4) return false;
    return !RELATIVE.test(boundary.head) || STARTS_QUESTION.test(text.slice(0, boundary.at));
  }
  if (boundary.semicolon) return length >= 3;
  return boundary.comma && length >= 3 && boundary.at < attributesAt;
}

/** Where one asking sentence goes on to another thing wanted. */
export function cutsOf(text: string): Cuts {
  const inline = inlineNumbers(text);
  if (inline.length > 1) return { at: inline, isPair: false };
  const all = boundaries(text);
  const attributes = ATTRIBUTES.exec(text)?.index ?? text.length;
  const at = [0];
  let firm = false;
  all.forEach((boundary, index) => {
    if (!cuts(boundary, text, all[index + 1]?.at ?? text.length, attributes)) return;
    at.push(boundary.at);
    firm ||= boundary.semicolon || boundary.kind === 'order';
  });
  return { at, isPair: at.length === 2 && !firm };
}

/** The places of 1, 2, 3 or a, b, c in a sentence, when they count up from the first. */
function inlineNumbers(text: string): number[] {
  if (!/[\s,;:(](?:2|b|ii)[).]/i.test(text)) return [];
  const found: number[] = [];
  for (const match of text.matchAll(INLINE)) {
    const label = (match[1] ?? '').toLowerCase();
    const expected = found.length;
    if (label === String(expected + 1) || label === 'abcdefgh'[expected] || label === ['i', 'ii', 'iii', 'iv', 'v', 'vi', 'vii', 'viii'][expected])
      found.push(match.index + match[0].length);
  }
  return found;
}
