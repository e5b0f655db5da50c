// The rules in the form that mails are run through.
import { type Automaton, automaton } from './automaton.ts';
import { type ConditionFault, compileCondition, type Fact, type Test } from './condition.ts';
import { SECTORS, TOPIC_PREFIX } from './known.ts';
import { type Outcome, outcomeKey, outcomeOf } from './outcome.ts';
import { type KeptBook, type PhraseBook, phraseBook, type Vocabulary } from './phrases.ts';
import { type Rows, rowsOf } from './rows.ts';
import type { PlacedRule } from './rule-file.ts';
import type { RuleSet } from './rule-set.ts';
import type { Vote, Weights } from './score.ts';
import { SET_BITS, waysOf } from './ways.ts';

/** The rule speaks in every sector. */
export const ANY_SECTOR = 255;

export interface CompiledRule extends PlacedRule {
  readonly outcome: Outcome;
  /** Family and outcome: rules of the same key speak for, and against, the same suggestion. */
  readonly key: string;
  readonly draft: boolean;
  readonly vote: Vote;
  readonly test: Test;
}
/** Everything that `classify` needs of the rules; made by `compileRules` or `loadRules`, never changed. */
export interface CompiledRules {
  readonly version: string;
  readonly rules: readonly CompiledRule[];
  readonly weights: Weights;
  readonly vocabulary: Vocabulary;
  readonly machine: Automaton;
  /** The lists of phrases that each phrase stands in. */
  readonly lists: Rows;
  readonly ways: Ways;
  /** The rules (by index) that may hold in a mail with none of their phrases; of the others only those with an open way. */
  readonly always: readonly number[];
  /** For each rule, the sector (its place in `SECTORS`) to which alone it belongs, or `ANY_SECTOR`. */
  readonly sectors: Uint8Array;
  /** For each rule, 1 when it counts against what it suggests. */
  readonly against: Uint8Array;
  /** Rules that are switched off because they took too long. */
  readonly suspended: ReadonlySet<string>;
  /** Holds the index of the rule that is being evaluated, so that whoever ends a stuck thread can name it. */
  readonly watch: Int32Array | null;
}

/** What takes the time in making a set ready, as plain data. */
export interface Kept {
  readonly book: KeptBook;
  readonly machine: Automaton;
  readonly index: Index;
}
type Index = Pick<CompiledRules, 'ways' | 'always' | 'sectors' | 'against'>;

/** Rules, and the book that they were compiled with, which mails do not need. */
export interface Built {
  readonly rules: CompiledRules;
  readonly book: PhraseBook;
}

/** For a cache, from which `build` makes the same rules again in a tenth of the time. */
export const keptOf = ({ book, rules: { machine, ways, always, sectors, against } }: Built): Kept => ({
  book: book.kept(),
  machine,
  index: { ways, always, sectors, against },
});

/** The ways in which rules can hold (see ways.ts), as whoever has the signs of a mail finds them. A sign is a phrase or a fact. */
export interface Ways {
  readonly facts: readonly Fact[];
  /** The number of the first of them as a sign, behind all phrases. */
  readonly firstFact: number;
  /** For each sign, the sets that it stands in: the number of the way, shifted by `SET_BITS`, and the number of the set in it. */
  readonly bySign: Rows;
  /** For each way its rule (by index). */
  readonly rules: Int32Array;
  /** For each way a bit for each of its sets. */
  readonly sets: Uint8Array;
}

/**
 * Compiles a set; faults of conditions and outcomes go to `fault`. Retired rules are left out. With `proven`, a set that has
 * compiled before: patterns wait until they are asked for. `kept` must be of this very set.
 */
export function build(
  set: RuleSet,
  fault: (rule: PlacedRule, fault: ConditionFault) => void,
  { proven = false, kept = null }: { readonly proven?: boolean; readonly kept?: Kept | null } = {},
): Built {
  const book = phraseBook(proven, kept?.book);
  const rules = set.rules.flatMap((placed) => compiledRule(placed, book, (found) => fault(placed, found)) ?? []);
  const compiled = {
    version: set.version,
    weights: set.weights,
    rules,
    vocabulary: book.vocabulary,
    machine: kept?.machine ?? automaton(book.phrases.map((phrase) => phrase.stems)),
    lists: book.lists(),
    ...(kept?.index ?? index(rules, book)),
    suspended: new Set<string>(),
    watch: null,
  };
  return { rules: compiled, book };
}

function compiledRule(
  { rule, file, line }: PlacedRule,
  book: PhraseBook,
  fault: (fault: ConditionFault) => void,
): CompiledRule | null {
  const outcome = outcomeOf(rule.suggests);
  const test = compileCondition(rule.when, book, (found) => fault({ ...found, path: ['when', ...found.path] }));
  if (!('family' in outcome)) {
    const { key, message, cure } = outcome;
    fault({ path: ['suggests', ...(key === '' ? [] : [key])], message, cure });
    return null;
  }
  if (rule.status === 'retired') return null;
  const vote = { weight: rule.weight, against: rule.counts === 'against' };
  const key = `${outcome.family} ${outcomeKey(outcome)}`;
  return { rule, file, line, outcome, key, draft: rule.status === 'draft', vote, test };
}

function index(rules: readonly CompiledRule[], book: PhraseBook): Index {
  const bySign: number[][] = book.phrases.map(() => []);
  const facts = new Map<string, Fact>();
  const signOf = (fact: Fact): number => {
    const key = JSON.stringify(fact);
    if (!facts.has(key)) bySign.push([]);
    facts.set(key, fact);
    return book.phrases.length + [...facts.keys()].indexOf(key);
  };
  const always: number[] = [];
  const ruleOf: number[] = [];
  const sets: number[] = [];
  rules.forEach(({ test }, at) => {
    const ways = waysOf(test, book, signOf);
    if (ways === null) always.push(at);
    for (const way of ways ?? []) {
      way.forEach((signs, set) => {
        for (const sign of signs) bySign[sign]?.push((ruleOf.length << SET_BITS) | set);
      });
      ruleOf.push(at);
      sets.push(2 ** way.length - 1);
    }
  });
  return {
    ways: {
      facts: [...facts.values()],
      firstFact: book.phrases.length,
      bySign: rowsOf(bySign),
      rules: Int32Array.from(ruleOf),
      sets: Uint8Array.from(sets),
    },
    always,
    sectors: Uint8Array.from(rules.map(sectorOf)),
    against: Uint8Array.from(rules.map((rule) => Number(rule.vote.against))),
  };
}

/** A topic belongs to one sector. */
function sectorOf({ outcome }: CompiledRule): number {
  if (outcome.family !== 'topic') return ANY_SECTOR;
  const sector = SECTORS.findIndex((each) => outcome.id.startsWith(TOPIC_PREFIX[each]));
  return sector < 0 ? ANY_SECTOR : sector;
}

/** The same rules without those that took too long (ids); shown to staff by whoever suspends them. */
export const withoutRules = (rules: CompiledRules, ids: Iterable<string>): CompiledRules => ({
  ...rules,
  suspended: new Set([...rules.suspended, ...ids]),
});

/** What a watch holds while no rule is being evaluated. */
export const NO_RULE = -1;

/** The same rules, writing the index of the rule in hand into `watch[0]` (a view of shared memory). */
export const watchedRules = (rules: CompiledRules, watch: Int32Array): CompiledRules => ({ ...rules, watch });
