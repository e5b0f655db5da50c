// Turns the rules that fired into suggestions: one per outcome, with its probability, its reason and its words.
import { joined } from './because.ts';
import type { Fired } from './fire.ts';
import type { Regime } from './known.ts';
import { outcomeKey } from './outcome.ts';
import { quotable } from './quotes.ts';
import type { Field } from './rule.ts';
import { confidenceOf, type Family, sumOf, votesOf, type Weights } from './score.ts';
import { type Evidence, fieldsOf, type Text } from './text.ts';

/** One thing that the rules suggest to staff. Confidence is a probability in (0, 1). */
export interface Suggestion {
  readonly id: string;
  readonly confidence: number;
  readonly because: string;
  readonly rules: readonly string[];
  readonly evidence: readonly Evidence[];
}
/** A suggestion before it is known whether it is shown: its words and reasons are put together when it is. */
export interface Candidate extends Pick<Suggestion, 'id' | 'confidence'> {
  readonly family: Family;
  readonly regime: Regime | null;
  /** The rules that speak for it, strongest first. */
  readonly speaking: readonly Fired[];
  readonly against: readonly Fired[];
  readonly draft: boolean; // a draft rule takes part
  readonly places: () => number; // where words for it were found, before evidence is cut to what officers read
  readonly ownership: () => number; // in log-odds: by which topics stand in order, the routing owner first
}

/**
 * A candidate for each outcome that a rule speaks for, likeliest first; of equals, the one with more words in the mail.
 * With `drafts`, draft rules count as if live.
 */
export function candidates(fired: readonly Fired[], weights: Weights, drafts: boolean): Candidate[] {
  const groups = new Map<string, Fired[]>();
  for (const each of fired) {
    if (each.rule.draft && !drafts) continue;
    const group = groups.get(each.rule.key);
    if (group === undefined) groups.set(each.rule.key, [each]);
    else group.push(each);
  }
  return [...groups.values()]
    .flatMap((group) => candidate(group, weights))
    .sort((a, b) => b.confidence - a.confidence || moreWords(a, b, weights) || (a.id < b.id ? -1 : 1));
}

/** Which of two equals has more words; of those that nobody is shown it does not matter, and words are not looked up. */
const moreWords = (a: Candidate, b: Candidate, { families }: Weights): number =>
  a.confidence < families[a.family].threshold ? 0 : b.places() - a.places();

/**
 * How much of the mail is a topic's own, in weak rules: the more words of it, and the nearer to the start of the subject, the more.
 * It decides who is asked first where the rules leave two topics near each other ("exemption of care leavers from council tax"),
 * and leaves confidence alone. Judgement, tried on 384 labelled requests: two more have their owner first, none fewer. Half as
 * much or half as much again makes no difference.
 */
function ownWords(speaking: readonly Fired[]): number {
  const places = speaking.flatMap((each) => each.places());
  const distinct = new Set(places.map(({ field, start }) => `${field} ${start}`)).size;
  const inSubject = places.filter(({ field }) => field === 'subject').map(({ start }) => start);
  const near = inSubject.length === 0 ? 0 : 1 / (1 + Math.min(...inSubject) / SUBJECT_CHARACTERS);
  return Math.log1p(distinct) + near;
}

/** Judgement: a usual subject, with what platforms write before it. */
const SUBJECT_CHARACTERS = 50;

/** `group` is in the order of the rule files, which also decides between rules of the same weight. */
function candidate(group: readonly Fired[], weights: Weights): Candidate[] {
  const strength = ({ rule }: Fired): number => weights.weights[rule.vote.weight];
  const speaking = group.filter((each) => !each.rule.vote.against).sort((a, b) => strength(b) - strength(a));
  const [strongest] = speaking;
  if (strongest === undefined) return [];
  const { outcome } = strongest.rule;
  const against = speaking.length === group.length ? [] : group.filter((each) => each.rule.vote.against);
  const votes = votesOf(group.map((each) => each.rule.vote));
  const scored = { family: outcome.family, outcome: outcomeKey(outcome), votes };
  return [
    {
      id: outcome.id,
      confidence: confidenceOf(weights, scored),
      family: outcome.family,
      regime: outcome.regime,
      speaking,
      against,
      draft: group.some((each) => each.rule.draft),
      places: () => speaking.reduce((count, each) => count + each.places().length, 0),
      ownership: () => sumOf(weights, scored) + weights.weights.weak * ownWords(speaking),
    },
  ];
}

function evidence({ rule, places }: Fired, fields: Readonly<Record<Field, string>>): Evidence[] {
  return quotable(places(), fields).map(({ field, start, end }) => ({
    rule: rule.rule.id,
    field,
    start,
    end,
    quote: fields[field].slice(start, end),
  }));
}

/**
 * Those of a family that are worth showing: above its threshold, not far behind the likeliest, not more than its `most`.
 * Topics stand with the likeliest owner first, all others with the likeliest.
 */
export function shown(all: readonly Candidate[], family: Family, weights: Weights): Candidate[] {
  const { threshold, most, share = 0 } = weights.families[family];
  const own = all.filter((each) => each.family === family);
  const least = Math.max(threshold, share * (own[0]?.confidence ?? 0));
  const worth = own.filter((each) => each.confidence >= least);
  return (family === 'topic' ? ownersFirst(worth) : worth).slice(0, most);
}

function ownersFirst(topics: readonly Candidate[]): Candidate[] {
  return topics
    .map((topic) => ({ topic, ownership: topic.ownership() }))
    .sort((a, b) => b.ownership - a.ownership)
    .map(({ topic }) => topic);
}

/** What staff see of a candidate: its reason, and its words in the mail. */
export function suggestion({ id, confidence, speaking, against }: Candidate, text: Text): Suggestion {
  const fields = fieldsOf(text);
  const all = [...speaking, ...against];
  return {
    id,
    confidence,
    because: joined(speaking.map((each) => each.because())),
    rules: [...new Set(all.map((each) => each.rule.rule.id))],
    evidence: all.flatMap((each) => evidence(each, fields)),
  };
}
