// One stem for the forms of an English word, so that "organised", "organizes" and "organisation" are one to a rule.
import stemmer from 'natural/lib/natural/stemmers/porter_stemmer.js';

/** Words up to this length stay as they are: Porter makes "hi" of "his", "ga" of "gas" and "bu" of "bus". Judgement. */
const MAX_UNSTEMMED = 3;
/** Longer "words" are codes and links, not English. Judgement. */
const MAX_STEMMED = 40;

/**
 * Judgement: words that Porter (1980) would merge with another of quite different meaning in this field ("international" with
 * "internal", "community" with "communication", "authority" with "author", "news" with "new", "officer" with "office").
 * Their own plurals and adverbs are listed with them.
 */
const KEPT_APART: ReadonlyMap<string, string> = new Map([
  ['international', 'international'],
  ['internationally', 'international'],
  ['community', 'community'],
  ['communities', 'community'],
  ['authority', 'authority'],
  ['authorities', 'authority'],
  ['university', 'university'],
  ['universities', 'university'],
  ['officer', 'officer'],
  ['officers', 'officer'],
  ['personal', 'personal'],
  ['personally', 'personal'],
  ['important', 'important'],
  ['importantly', 'important'],
  ['organ', 'organ'],
  ['organs', 'organ'],
  ['general', 'general'],
  ['generally', 'general'],
  ['news', 'news'],
  ['this', 'this'],
  ['does', 'do'],
  ['goes', 'go'],
]);

/** Judgement: the irregular forms that requests use often. Not "found" (also: to establish), "left", "met", "felt". */
const IRREGULAR: ReadonlyMap<string, string> = new Map(
  Object.entries({
    hold: ['held'],
    spend: ['spent'],
    pay: ['paid'],
    send: ['sent'],
    give: ['gave', 'given'],
    make: ['made'],
    keep: ['kept'],
    take: ['took', 'taken'],
    tell: ['told'],
    say: ['said'],
    write: ['wrote', 'written', 'writing'],
    seek: ['sought'],
    buy: ['bought'],
    lose: ['lost'],
    hear: ['heard'],
    begin: ['began', 'begun', 'beginning'],
    break: ['broke', 'broken'],
    choose: ['chose', 'chosen'],
    drive: ['drove', 'driven'],
    steal: ['stole', 'stolen'],
    shoot: ['shot'],
    hide: ['hid', 'hidden'],
    withdraw: ['withdrew', 'withdrawn'],
    understand: ['understood'],
    child: ['children'],
    man: ['men'],
    woman: ['women'],
    life: ['lives'],
    die: ['died', 'dying'],
  }).flatMap(([base, forms]) => forms.map((form) => [form, base])),
);

/** British and American spelling meet in the British one; short words (size, prize) are left alone. */
const british = (word: string): string =>
  word.length < 6 ? word : word.replace(/([iy])z(e|es|ed|er|ers|ing|ation|ations)$/, '$1s$2');

/**
 * The stem of one normalised word (lower case, as `words.ts` gives it). The same function stems rules and mails, so what
 * counts is only that two forms of a word meet and two words do not.
 */
export function stem(word: string): string {
  if (word.length > MAX_STEMMED) return word;
  const base = KEPT_APART.get(word) ?? IRREGULAR.get(word);
  if (base !== undefined) return base;
  if (word.length <= MAX_UNSTEMMED || !/^[a-z]+$/.test(word)) return word;
  return stemmer.stem(british(word));
}
