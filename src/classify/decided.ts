// What staff decided of a mail, set beside what the rules said of it: the cases that weights are fitted to and measured by.
import { classify, unreferenced } from './classify.ts';
import type { CompiledRules } from './compiled.ts';
import { fire, read } from './fire.ts';
import type { Case } from './fit.ts';
import { isOneOf, isTopicOf, REGIMES, type Sector } from './known.ts';
import { outcomeKey } from './outcome.ts';
import { localRegime } from './regimes.ts';
import { votesOf } from './score.ts';
import { type Candidate, candidates } from './suggest.ts';
import type { Text } from './text.ts';

/** The decisions on one mail; a family that nobody decided is absent. Ids as in rules. */
export interface Decided {
  readonly mail: string;
  readonly kinds?: readonly string[] | undefined;
  readonly regimes?: readonly string[] | undefined;
  readonly topics?: readonly string[] | undefined;
  readonly exemptions?: readonly string[] | undefined;
}
/** Whose mail it is, as `classify` takes it. */
export interface Office {
  readonly sector: Sector;
  readonly scottish: boolean;
  readonly ourFormat: string | null;
}

/** The section of a provision, by which two officers agree: s.40(2) and s.40(5B) are s.40, reg.12(4)(b) is reg.12. */
export const sectionOf = (id: string): string => id.replace(/\s/g, '').toLowerCase().replace(/\(.*$/, '');

/** The cases of one mail: every outcome of a decided family for which a live rule spoke. */
export function casesOf(text: Text, rules: CompiledRules, office: Office, decided: Decided): Case[] {
  const said = classify(text, rules, office.sector, office.scottish, office.ourFormat);
  const fired = fire(rules, read(unreferenced(text, office.ourFormat), rules));
  const laws: readonly (string | null)[] = decided.regimes ?? [said.regime, ...said.alsoRegimes];
  return candidates(fired, rules.weights, false).flatMap((each): Case[] => {
    if (each.family === 'topic' && !isTopicOf(office.sector, each.id)) return [];
    if (each.family === 'exemption' && !laws.includes(each.regime)) return [];
    const right = isRight(each, decided, office.scottish);
    if (right === null) return [];
    const votes = votesOf([...each.speaking, ...each.against].map(({ rule }) => rule.vote));
    return [{ mail: decided.mail, family: each.family, outcome: outcomeKey(each), votes, right }];
  });
}

/** Whether staff said the same; null when they decided nothing about its family. */
function isRight({ family, id }: Candidate, decided: Decided, scottish: boolean): boolean | null {
  switch (family) {
    case 'kind':
      return decided.kinds?.includes(id) ?? null;
    case 'regime':
      if (id === 'foia' || id === 'foisa') return null; // what remains when no special law applies
      return decided.regimes?.includes(isOneOf(REGIMES, id) ? localRegime(id, scottish) : id) ?? null;
    case 'topic':
      return decided.topics?.includes(id) ?? null;
    case 'exemption':
      return decided.exemptions?.some((truth) => sectionOf(truth) === sectionOf(id)) ?? null;
    default:
      return null;
  }
}
