// Cuts an asking sentence where it goes on to another thing: "who decided it, when it was decided, and what it cost".
import { type Boundary, boundaries } from './boundaries.ts';
import { inlineNumbers } from './inline-numbers.ts';

/** Where the separate things of one sentence begin, first to last. */
export interface Cuts {
  readonly at: readonly number[];
  /** Two things only, joined loosely: "how many were late and what did it cost". */
  readonly isPair: boolean;
}

/** After these words a list is of attributes or examples, not of things wanted. */
const ATTRIBUTES =
  /\b(?:including|include|includes|such as|e\.?g|i\.?e|namely|showing|containing|comprising|broken down|split|separated|grouped|sorted|with (?:the|their|its|his|her|names?|for|dates?)|between|against)\b/i;
/** One record after another: what is asked of each is one thing; what is asked of each year is not. */
const EACH =
  /^.{0,60}?\b(?:for|in respect of|in|of) (?:each|every)\b(?! (?:\w+ ){0,5}(?:years?|months?|quarters?|weeks?|days?))/i;

/** Judgement: two words after "what" or "the" make a question of their own; more than these characters are not counted. */
const MAX_COUNTED = 200;
const wordsIn = (text: string): number => text.slice(0, MAX_COUNTED).match(/[\p{L}\p{N}]+/gu)?.length ?? 0;

const ASKS =
  /\b(?:how|what|whether|why|who|whose|which|when|where|please|kindly|(?:can|could|would) (?:you|i|we)|(?:i|we)(?: would|['’]d| want| need| am| wish)|tell|send|provide|confirm|(?:is|are|was|were|do|does|did|has|have) (?:the|it|there|you|any|\w+)|numbers?|cop(?:y|ies)|amount|cost|total)\b/i;
const INTERROGATIVE =
  /\b(?:how|what|whether|why|who|whose|which|when|where|(?:is|are|was|were|do|does|did|has|have) (?:the|it|there|you|any))\b/i;
const AUXILIARY = /^(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would)\b/;
/** Words that ask after another question only; elsewhere they begin a relative clause ("the firm, which left"). */
const RELATIVE = /^(?:(?:for|on|in|by|to|from|with|under|at|of) )?(?:which|who|whom|whose|where|when|if)\b/;
/** The words before a cut that only lead to what follows: "please explain how", "if so". */
const DANGLING = /\b(?:if|whether|how|what|when|why|where|who|of|for|to|please|confirm|and|me|advise|so)[\s,;:]*$/i;
const SUBORDINATE =
  /^[\s,]*(?:(?:and|but|or)\s+)?(?:if|when|where|since|although|as|under|in|for|following|given|on|at|during|of|with|after|before|per|regarding|to)\b/i;
const ASKS_AFTER_ALL = /\b(?:how (?:many|much)|what|please|(?:can|could) you|(?:i|we)(?: would|['’]d))\b/i;

/** Whether a boundary begins another thing that is asked for; `to`: where the next boundary stands. */
function begins(boundary: Boundary, text: string, to: number, attributesAt: number, afterThing: boolean): boolean {
  const { kind, mark, at, bodyAt, head } = boundary;
  const length = wordsIn(text.slice(bodyAt, to));
  if (kind === 'order') return length >= 1;
  if (kind === 'question') {
    const isWhole = length >= (AUXILIARY.test(head) ? 1 : 2);
    return isWhole && (!RELATIVE.test(head) || INTERROGATIVE.test(text.slice(0, at)));
  }
  if (mark === ';') return length >= 1;
  if (at > attributesAt) return false;
  return kind === 'measure' ? length >= 1 : length >= 2 && (mark === ',' || afterThing);
}

/** Whether the words before a boundary ask for something by themselves. */
function stands(words: string): boolean {
  if (DANGLING.test(words.slice(-40))) return false;
  const head = words.slice(0, 300);
  return SUBORDINATE.test(head) ? ASKS_AFTER_ALL.test(head) : ASKS.test(head);
}

/** Judgement: nobody reads a longer sentence to its end; its last thing goes on as far as it does. */
const MAX_CHARACTERS = 2000;

/** Where one asking sentence goes on to another thing wanted. */
export function cutsOf(sentence: string): Cuts {
  const text = sentence.slice(0, MAX_CHARACTERS);
  const inline = inlineNumbers(text);
  if (inline.length > 1) return { at: inline, isPair: false };
  const at = [0];
  if (EACH.test(text)) return { at, isPair: false };
  const all = boundaries(text);
  const attributesAt = ATTRIBUTES.exec(text)?.index ?? text.length;
  let isFirm = false;
  let afterThing = false;
  for (const [index, boundary] of all.entries()) {
    if (!begins(boundary, text, all[index + 1]?.at ?? text.length, attributesAt, afterThing)) continue;
    const from = at.at(-1) ?? 0;
    afterThing = boundary.kind === 'thing' || boundary.kind === 'measure';
    // the second of two things needs no verb: "send me the plan, the survey"
    if ((!afterThing || from === 0) && !stands(text.slice(from, boundary.at))) continue;
    at.push(boundary.at);
    isFirm ||= boundary.mark === ';' || boundary.kind === 'order';
  }
  return { at, isPair: at.length === 2 && !isFirm };
}
