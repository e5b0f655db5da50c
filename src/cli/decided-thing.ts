// `topic=council.waste`, `exemption=s.40(2)`: what a person decides on, checked against the closed lists.
import type { Authority } from '../authority.ts';
import { sectionOf } from '../classify/decided.ts';
import { EXEMPTIONS, isOneOf, OWN_TOPIC, REGIMES, type Regime, TOPIC_PREFIX, TOPICS } from '../classify/known.ts';
import { outcomeOf } from '../classify/outcome.ts';
import { localRegime } from '../classify/regimes.ts';
import { FAMILIES } from '../classify/score.ts';
import { didYouMean } from '../nearest.ts';
import type { Decision } from '../register/decision.ts';
import { UsageError } from './usage.ts';

type Thing = Pick<Decision, 'family' | 'what' | 'regime'>;

/** @throws UsageError that names what was meant. */
export function decidedThing(written: string, { sector, division }: Pick<Authority, 'sector' | 'division'>): Thing {
  const at = written.indexOf('=');
  const [family, id] = [written.slice(0, at).trim(), written.slice(at + 1).trim()];
  if (at < 1 || id === '')
    throw new UsageError(
      `${written}: write FAMILY=ID, such as topic=${TOPIC_PREFIX[sector]}finance or "exemption=s.40(2)"`,
    );
  if (!isOneOf(FAMILIES, family)) throw new UsageError(`${written}: ${didYouMean(family, FAMILIES)}`);
  const scottish = division === 'scotland';
  if (family === 'exemption') return exemption(written, id, scottish);
  const topics = TOPICS.filter((topic) => topic.startsWith(TOPIC_PREFIX[sector]));
  if (family === 'topic' && !isOneOf(topics, id) && !OWN_TOPIC.test(id))
    throw new UsageError(
      `${written}: no topic of this authority, whose topics begin with ${TOPIC_PREFIX[sector]} or local. — ${didYouMean(id, topics)}`,
    );
  const outcome = outcomeOf({ [family]: id });
  if ('message' in outcome) throw new UsageError(`${written}: ${outcome.message} — ${outcome.cure}`);
  if (family !== 'regime') return { family, what: id, regime: null };
  const local = isOneOf(REGIMES, id) ? localRegime(id, scottish) : id;
  if (local !== id) throw new UsageError(`${written}: it does not apply to this authority; did you mean “${local}”?`);
  return { family, what: id, regime: null };
}

/** An id belongs to one law of the place: only Scotland's own Act repeats numbers of the other. */
function exemption(written: string, id: string, scottish: boolean): Thing {
  const laws: readonly Regime[] = scottish ? ['foisa', 'eisr'] : ['foia', 'eir'];
  const regime = laws.find((law) => EXEMPTIONS[law]?.includes(id));
  if (regime !== undefined) return { family: 'exemption', what: id, regime };
  const known = laws.flatMap((law) => EXEMPTIONS[law] ?? []);
  const near = known.filter((other) => sectionOf(other) === sectionOf(id));
  const cure = near.length > 0 ? `one of: ${near.join(', ')}` : didYouMean(id, known);
  throw new UsageError(`${written}: unknown exemption of ${laws.join(' and ')} — ${cure}`);
}
