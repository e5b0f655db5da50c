// Finds where a sentence may go on to another thing: after a comma or "and", before a question word, an order or "the".

export interface Boundary {
  readonly at: number;
  /** Where the words after "how many", "please" or "the" begin. */
  readonly bodyAt: number;
  /** The sign before it; null for a bare "and". */
  readonly mark: ',' | ';' | null;
  readonly kind: 'question' | 'order' | 'measure' | 'thing';
  /** The words that make it one, in small letters. */
  readonly head: string;
}

const BETWEEN =
  '(?:([,;]|,? plus|,? as well as)\\s+(?:(?:and|or|but|&|plus|then)\\s+)?|\\s(?:and|&|together with)\\s+)';
const LINK =
  '(?:(?:also|then|finally|lastly|secondly|thirdly|if (?:so|yes|not|possible|known|any|available),?|of (?:these|those),?|in (?:each|every|any|what) case,?|for each,?)\\s+)*';
const QUESTION =
  '(?:(?:for|on|in|by|to|from|with|under|at|of) (?!when))?(?:what|whose|which|whom|who|when|where|why|how|whether|if (?=(?:the|you|they|there|it|any|these|this)\\b))\\b|(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would) (?:the|it|they|you|any|anyone|anybody|there|this|that|she|he|your|one|these|those)\\b';
const ORDER =
  "(?:please\\b|tell (?:me|us)|send (?:me|us)|let (?:me|us)|give (?:me|us)|provide\\b|confirm\\b|state\\b|explain\\b|supply\\b|say (?:who|what|how|when|if|whether)|(?:i|we)(?: would|[’']d)(?: also)? like|(?:could|can|would) (?:you|i|we)\\b)";
/** Judgement: things that are counted or copied are wanted for themselves, also after a bare "and". */
const MEASURE =
  '(?:the|a|any|all)?\\s?(?:total |average |overall |full |maximum |minimum )?(?:numbers?|amounts?|costs?|values?|cop(?:y|ies)|percentages?|proportions?|lists?|totals?|recordings?) (?:of|that|for|from)\\b';
const THING = '(?:the|a|an|any|all|each|your|their|its|his|her|copies|details|notes|minutes|results|whatever)\\b';
const BOUNDARY = new RegExp(`${BETWEEN}${LINK}(?:(${QUESTION})|(${ORDER})|(${MEASURE})|(${THING}))`, 'gi');

const kindOf = (question?: string, order?: string, measure?: string): Boundary['kind'] => {
  if (question !== undefined) return 'question';
  if (order !== undefined) return 'order';
  return measure === undefined ? 'thing' : 'measure';
};

/** Every place of a sentence where another thing may begin, outside brackets. */
export function boundaries(text: string): Boundary[] {
  const found: Boundary[] = [];
  let depth = 0;
  let seen = 0;
  for (const match of text.matchAll(BOUNDARY)) {
    for (; seen < match.index; seen += 1) {
      const character = text[seen];
      if (character === '(' || character === '[') depth += 1;
      else if ((character === ')' || character === ']') && depth > 0) depth -= 1;
    }
    if (depth > 0) continue;
    const [whole, mark, question, order, measure, thing] = match;
    found.push({
      at: match.index + whole.length - whole.slice(1).trimStart().length,
      bodyAt: match.index + whole.length,
      mark: mark === undefined ? null : mark === ';' ? ';' : ',',
      kind: kindOf(question, order, measure),
      head: (question ?? order ?? measure ?? thing ?? '').toLowerCase(),
    });
  }
  return found;
}
