// What the rules make of one mail: kind, regime, topics, exemptions worth a look, each with its words. Decides nothing for staff.

import type { CompiledRules } from './compiled.ts';
import { type Fired, fire, read } from './fire.ts';
import { inScotland } from './foisa.ts';
import { type Opens, route } from './kinds.ts';
import { isOneOf, isTopicOf, type Kind, REGIMES, type Regime, type Sector } from './known.ts';
import type { Part } from './listed.ts';
import type { Reading } from './reading.ts';
import { type Reference, references, withoutOurs } from './references.ts';
import { type Laws, lawsOf, localRegime } from './regimes.ts';
import { type Candidate, candidates, type Suggestion, shown, suggestion } from './suggest.ts';
import type { Text } from './text.ts';

export interface Exemption extends Suggestion {
  readonly regime: string;
}
export interface Classification {
  readonly kind: Kind;
  readonly alsoKinds: readonly Kind[];
  readonly kindBecause: string;
  readonly kinds: readonly Suggestion[];
  readonly regime: Regime | null;
  readonly alsoRegimes: readonly Regime[];
  readonly regimes: readonly Suggestion[];
  readonly opens: Opens;
  readonly references: readonly Reference[];
  readonly parts: readonly Part[];
  readonly topics: readonly Suggestion[];
  readonly exemptions: readonly Exemption[];
  readonly validity: readonly Suggestion[];
  readonly flags: readonly Suggestion[];
  /** What draft rules would have said. */
  readonly silent: readonly Suggestion[];
  readonly rules: { readonly version: string };
}

/**
 * Classifies one mail. `ourFormat` is the authority's reference format (such as `FOI/{serial:6}/{yy}`), by which our own
 * references are recognised. Pure, linear in the length of the mail.
 */
export function classify(
  text: Text,
  rules: CompiledRules,
  sector: Sector,
  scottish: boolean,
  ourFormat: string | null = null,
): Classification {
  const reading = read(unreferenced(text, ourFormat), rules);
  return conclude(text, { reading, fired: fire(rules, reading, sector) }, rules, { sector, scottish, ourFormat });
}

/** What follows from the rules that fired; `rules` say by which weights. */
export function conclude(
  text: Text,
  { reading, fired }: { readonly reading: Reading; readonly fired: readonly Fired[] },
  { weights, version }: Pick<CompiledRules, 'weights' | 'version'>,
  { sector, scottish, ourFormat }: { sector: Sector; scottish: boolean; ourFormat: string | null },
): Classification {
  const all = candidates(fired, weights, false);
  const regimes = all.filter((each) => each.family === 'regime');
  const local = (each: readonly Candidate[]): readonly Candidate[] => (scottish ? inScotland(each) : each);
  const told = (each: Candidate): Suggestion => suggestion(each, text);
  const kinds = all.filter((each) => each.family === 'kind');
  const isSubjectAccess = shown(all, 'regime', weights).some((each) => each.id === 'sar');
  const routing = route({ text, kinds, hasParts: reading.parts.length > 0, isSubjectAccess, weights });
  const asked = routing.opens === 'no' ? reading.parts : reading.asked();
  const holdsRequest = [routing.kind, ...routing.alsoKinds].some((kind) => kind === 'request' || kind === 'transfer');
  const { likely, ...law } = lawsOf(regimes, weights.families.regime.threshold, holdsRequest, scottish);
  const drafts = fired.some((each) => each.rule.draft) ? candidates(fired, weights, true) : [];
  return {
    ...routing,
    kinds: shown(kinds, 'kind', weights).map(told),
    ...law,
    regimes: shown(all, 'regime', weights).map((each) => ({ ...told(each), id: regimeName(each.id, scottish) })),
    references: references(text, ourFormat),
    parts: asked.map((part) => ({ ...part, text: text.body.slice(part.start, part.end) })),
    topics: shown(ofSector(all, sector), 'topic', weights).map(told),
    exemptions: shown(underLaws(local(all), likely), 'exemption', weights).map((each) => ({
      ...told(each),
      regime: each.regime ?? '',
    })),
    validity: holdsRequest ? shown(all, 'validity', weights).map(told) : [],
    flags: shown(all, 'flag', weights).map(told),
    silent: local(drafts)
      .filter((each) => each.draft)
      .map(told),
    rules: { version },
  };
}

/** The mail as rules read it: our own references say where it belongs, not what it asks for. Offsets are those of `text`. */
export const unreferenced = (text: Text, ourFormat: string | null): Text => ({
  ...text,
  subject: withoutOurs(text.subject, ourFormat),
  body: withoutOurs(text.body, ourFormat),
  attachmentText: withoutOurs(text.attachmentText, ourFormat),
});

const regimeName = (id: string, scottish: boolean): string => (isOneOf(REGIMES, id) ? localRegime(id, scottish) : id);

const ofSector = (all: readonly Candidate[], sector: Sector): Candidate[] =>
  all.filter((each) => each.family !== 'topic' || isTopicOf(sector, each.id));

/** A provision is as likely as it is when its law applies, times how likely that law is. */
const underLaws = (all: readonly Candidate[], likely: Laws['likely']): Candidate[] =>
  all
    .flatMap((each): Candidate[] => {
      if (each.family !== 'exemption') return [];
      const law = each.regime === null ? 0 : likely(each.regime);
      return law === 0 ? [] : [{ ...each, confidence: Math.round(each.confidence * law * 1000) / 1000 }];
    })
    .sort((a, b) => b.confidence - a.confidence);
