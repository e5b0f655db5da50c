// What a rule suggests: one id of one family, checked against the closed lists; topics and flags may be an authority's own.

import { didYouMean } from '../nearest.ts';
import { EXEMPTIONS, isOneOf, KINDS, OWN_TOPIC, REGIMES, type Regime, TOPICS, VALIDITY } from './known.ts';
import type { Rule } from './rule.ts';
import type { Family } from './score.ts';

/** `regime` is set for exemptions, whose ids repeat between Acts. */
export interface Outcome {
  readonly family: Family;
  readonly id: string;
  readonly regime: Regime | null;
}
type Fault = { readonly key: string; readonly message: string; readonly cure: string };

/** The name under which an outcome's rules are counted together, and its prior is kept in weights.yaml. */
export const outcomeKey = ({ id, regime }: Outcome): string => (regime === null ? id : `${regime} ${id}`);

/** The outcome of a rule's `suggests`, or what is wrong with it. */
export function outcomeOf(suggests: Rule['suggests']): Outcome | Fault {
  const { regime, ...others } = suggests;
  const given = Object.entries(others).filter((entry) => entry[1] !== undefined);
  const [first] = given;
  if (first === undefined) return regime === undefined ? notOne(0) : known('regime', regime, REGIMES);
  if (given.length > 1) return notOne(given.length);
  const [family, id] = first;
  if (family === 'exemption') return exemption(id, regime);
  if (regime !== undefined)
    return {
      key: 'regime',
      message: `“${family}” takes no regime`,
      cure: 'remove the regime, or write a rule of its own for it',
    };
  if (family === 'kind') return known('kind', id, KINDS);
  if (family === 'topic') return topic(id);
  if (family === 'validity') return known('validity', id, VALIDITY);
  if (/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(id)) return { family: 'flag', id, regime: null };
  return {
    key: 'flag',
    message: `“${id}” is no flag`,
    cure: 'small letters, digits and hyphens, such as threat-to-life',
  };
}

const notOne = (found: number): Fault => ({
  key: '',
  message: `a rule suggests exactly one thing, and this one suggests ${found === 0 ? 'nothing' : found}`,
  cure: 'one of kind, regime, topic, exemption (with its regime), validity, flag',
});

function known(family: Family, id: string, list: readonly string[]): Outcome | Fault {
  if (isOneOf(list, id)) return { family, id, regime: null };
  return { key: family, message: `unknown ${family} “${id}”`, cure: didYouMean(id, list) };
}

function topic(id: string): Outcome | Fault {
  if (OWN_TOPIC.test(id)) return { family: 'topic', id, regime: null };
  const found = known('topic', id, TOPICS);
  if (!('cure' in found) || found.cure.startsWith('did you mean')) return found;
  return { ...found, cure: `for a topic of your own write local.${id.split('.').at(-1)}; else ${found.cure}` };
}

function exemption(id: string, regime: string | undefined): Outcome | Fault {
  if (regime === undefined)
    return {
      key: 'exemption',
      message: `the exemption “${id}” has no regime`,
      cure: 'add regime: foia, eir, foisa or eisr',
    };
  if (!isOneOf(REGIMES, regime))
    return { key: 'regime', message: `unknown regime “${regime}”`, cure: didYouMean(regime, REGIMES) };
  const list = EXEMPTIONS[regime] ?? [];
  if (isOneOf(list, id)) return { family: 'exemption', id, regime };
  const elsewhere = REGIMES.filter((other) => EXEMPTIONS[other]?.includes(id));
  const cure = elsewhere.length > 0 ? `it belongs to regime: ${elsewhere.join(' or ')}` : didYouMean(id, list);
  return { key: 'exemption', message: `unknown exemption “${id}” of ${regime}`, cure };
}
