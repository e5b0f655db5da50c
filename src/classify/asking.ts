// Whether words ask for something: what an item of a list says, and what the lines before a list announce.

/**
 * Judgement: verbs and question words that a numbered request begins with, from general knowledge of how people write to
 * authorities; "please" and the like are skipped first.
 */
const ASKING_START =
  /^(?:what|which|who|whom|whose|when|where|why|how|whether|if|is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|may|provide|supply|send|give|confirm|list|state|specify|explain|say|answer|identify|indicate|tell|describe|name|disclose|detail|outline|clarify|advise|release|forward|share|set out|break down|show|include|let me|i (?:would|want|wish|request|am|seek|need)|number of|copy of|copies of)\b/i;

const QUESTION_START =
  /^(?:what|which|who|whose|when|where|why|how|whether|is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|provide|supply|send|give|confirm|state|explain|tell)\b/i;

/** Judgement: nouns that stand for "please give me the …" in a list of requests. */
const ASKED_THING =
  /^(?:(?:the|a|an|any|all|total|full|overall|average|annual|current|latest|combined|actual)\s+){0,4}(?:numbers?|amounts?|costs?|values?|dates?|names?|percentages?|proportions?|rates?|figures?|totals?|sums?|cop(?:y|ies)|lists?|breakdowns?|details?|spend(?:ing)?|expenditure|budgets?|contracts?|polic(?:y|ies)|reports?|minutes|correspondence|emails?|documents?|records?|information|data|statistics|reasons?|outcomes?|lengths?|durations?|terms?)\b/i;

const POLITE =
  /^(?:[\s*_"'“‘(]|(?:please|kindly|also|and|then|finally|firstly|secondly|additionally|if so|if yes|if not|if known|for each|in each case)\b[,:]?\s*(?:can you|could you|would you)?)+/i;

/** Whether the words of one item ask for something, as a question, an order or a thing wanted. */
export function isAsking(item: string): boolean {
  const start = item.slice(0, 600).replace(POLITE, '');
  return (
    ASKING_START.test(start) ||
    ASKED_THING.test(start) ||
    /\?(?:\W|$)/.test(item.slice(0, 600)) ||
    /\bplease\b/i.test(item.slice(0, 600))
  );
}

/** Whether the words of an item are a question or an order, not only the name of a thing. */
export function isQuestion(item: string): boolean {
  const start = item.slice(0, 600).replace(POLITE, '');
  return (
    QUESTION_START.test(start) ||
    /\bplease\b|\bhow (?:many|much|often|long)\b|\b(?:what|which|who|how|when|where|why|is|are|do|does|has|have)\b.{0,300}\?/i.test(
      item.slice(0, 600),
    )
  );
}

const STRONGLY_ASKS =
  /\b(?:please|kindly|(?:can|could|would|will) you|questions?|i (?:would|'d|’d) like|provide (?:me|us|the)|answer the|i (?:am|’m|'m) asking (?:for|you))\b/i;
const BACKGROUND =
  /\b(?:examples?|e\.g|for instance|such as|definitions?|defin(?:e|ed|ing)|i mean|mean(?:s|ing)|background|context|glossary|terminology|notes?|instructions?|guidance|timeline|chronology|sources|references|reasons why|for reference)\b/i;
/** The shape of the answer: its columns, or how it is to be set out. */
const COLUMNS =
  /\b(?:(?:columns?|fields|headings|principles)\b[^:]{0,40}|(?:following|this) (?:\w+ )?(?:format|template|layout)[\s*_]*):[\s*_-]*$/i;
const WEAKLY_ASKS =
  /\b(?:request|requests|requesting|requested|information|following|below|seek|seeking|want|require)\b/i;

/** What the lines before a list say of it, nearest line first: it asks, it is background (examples, definitions), or nothing. */
export function announcement(lines: readonly string[]): 'asks' | 'background' | 'columns' | 'nothing' {
  for (const line of lines) {
    if (COLUMNS.test(line)) return 'columns';
    if (STRONGLY_ASKS.test(line)) return 'asks';
    if (BACKGROUND.test(line)) return 'background';
    if (WEAKLY_ASKS.test(line)) return 'asks';
    if (/:[\s*_-]*$/.test(line)) break; // this line announces the list; what stands before it does not
  }
  return 'nothing';
}
