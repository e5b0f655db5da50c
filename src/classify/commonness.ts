// How likely a mail is to hold some phrases, roughly: what a rule is visited for, and what it is asked first, is the rare.
import type { PhraseBook } from './phrases.ts';

/**
 * Judgement: words that half of all requests have. A rule is visited for the phrases it cannot do without: where it has a
 * choice, these are not chosen.
 */
const COMMON =
  /^(?:all|any|and|act|are|ask|be|can|cop(?:y|ies)|council|data|date|do|each|every|for|freedom|from|has|have|hold|held|how|i|in|information|is|it|like|list|many|me|much|my|name|names|number|of|on|please|provide|public|received|records?|request|requests|requesting|send|that|the|this|to|under|was|were|what|when|which|who|with|would|year|years|you|your)$/i;

/** What one common word counts: as much as forty others. */
export const COMMON_WORD = 40;

/** How often a mail will have one of these phrases: a phrase of several words is rare, a common word is not. No unit. */
export const commonness = (phrases: readonly number[], book: PhraseBook): number =>
  phrases.reduce((sum, phrase) => {
    const written = book.phrases[phrase]?.written.replace(/["“”]/g, '').trim().split(/\s+/) ?? [];
    const common = written.filter((word) => COMMON.test(word)).length;
    return sum + (written.length === 1 ? 1 + COMMON_WORD * common : common === written.length ? 1 : 0.2);
  }, 0);
