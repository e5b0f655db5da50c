// The rules in the form that mails are run through.
import { type Automaton, automaton } from './automaton.ts';
import { type ConditionFault, compileCondition, requiredPhrases, type Test } from './condition.ts';
import { SECTORS, TOPIC_PREFIX } from './known.ts';
import { type Outcome, outcomeKey, outcomeOf } from './outcome.ts';
import { type KeptBook, type PhraseBook, phraseBook } from './phrases.ts';
import { type Rows, rowsOf } from './rows.ts';
import type { PlacedRule } from './rule-file.ts';
import type { RuleSet } from './rule-set.ts';
import type { Vote, Weights } from './score.ts';

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
  readonly book: PhraseBook;
  readonly machine: Automaton;
  /** The lists of phrases that each phrase stands in. */
  readonly lists: Rows;
  /** The rules (by index) that a phrase may fire; every other rule needs no visit. */
  readonly byPhrase: Rows;
  /** The rules that may hold in a mail with none of their phrases. */
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
type Index = Pick<CompiledRules, 'byPhrase' | 'always' | 'sectors' | 'against'>;

/** For a cache, from which `build` makes the same rules again in a tenth of the time. */
export const keptOf = ({ book, machine, byPhrase, always, sectors, against }: CompiledRules): Kept => ({
  book: book.kept(),
  machine,
  index: { byPhrase, always, sectors, against },
});

/**
 * Compiles a set; faults of conditions and outcomes go to `fault`. Retired rules are left out. With `proven`, a set that has
 * compiled before: patterns wait until they are asked for. `kept` must be of this very set.
 */
export function build(
  set: RuleSet,
  fault: (rule: PlacedRule, fault: ConditionFault) => void,
  { proven = false, kept = null }: { readonly proven?: boolean; readonly kept?: Kept | null } = {},
): CompiledRules {
  const book = phraseBook(proven, kept?.book);
  const rules = set.rules.flatMap((placed) => compiledRule(placed, book, (found) => fault(placed, found)) ?? []);
  return {
    version: set.version,
    weights: set.weights,
    rules,
    book,
    machine: kept?.machine ?? automaton(book.phrases.map((phrase) => phrase.stems)),
    lists: book.lists(),
    ...(kept?.index ?? index(rules, book)),
    suspended: new Set<string>(),
    watch: null,
  };
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
  const byPhrase: number[][] = book.phrases.map(() => []);
  const always: number[] = [];
  rules.forEach((rule, at) => {
    const needed = requiredPhrases(rule.test, book);
    if (needed === null) always.push(at);
    for (const phrase of new Set(needed)) byPhrase[phrase]?.push(at);
  });
  return {
    byPhrase: rowsOf(byPhrase),
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
