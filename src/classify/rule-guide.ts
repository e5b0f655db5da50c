// The keys of rule files and of weights.yaml, by the place where they stand: for messages that name the nearest right one.
import type { Guide } from '../schema-problem.ts';
import { WEIGHTS } from './rule.ts';
import { FAMILIES } from './score.ts';

const CONDITION_KEYS = 'any all none near atLeast parts years pattern in platform domain replyTo'.split(' ');
const EXAMPLE_KEYS = 'subject body attachment from platform threaded receivedOn'.split(' ');
/** The keys that a map may have, by the key (or list) that it stands under. */
const KEYS: Readonly<Record<string, readonly string[]>> = {
  '': ['rules', 'disable'],
  rules: 'id title suggests source status weight counts when because examples'.split(' '),
  suggests: 'kind regime topic exemption validity flag'.split(' '),
  examples: ['match', 'miss'],
  match: EXAMPLE_KEYS,
  miss: EXAMPLE_KEYS,
  near: ['words', 'within', 'inOrder', 'oneSentence'],
  atLeast: ['count', 'of'],
  parts: ['atLeast'],
  years: ['atLeast'],
};

export const RULE_GUIDE: Guide = {
  keys: (path) => KEYS[path.filter((step) => typeof step === 'string').at(-1) ?? ''] ?? CONDITION_KEYS,
  nameOf(path) {
    const last = path.at(-1);
    if (last === undefined) return 'the file';
    if (typeof last === 'string') return `“${last}”`;
    const list = path.filter((step) => typeof step === 'string').at(-1);
    return list === 'rules' ? 'a rule' : `an item of “${list}”`;
  },
  help: 'see rules/README.md',
};

const WEIGHTS_KEYS: Readonly<Record<string, readonly string[]>> = {
  '': ['date', 'judged', 'counts', 'weights', 'families', 'request'],
  counts: ['mails', 'decisions'],
  weights: WEIGHTS,
  families: FAMILIES,
  request: ['alongside', 'doubt'],
};
const FAMILY_KEYS = 'prior priors threshold most share slope intercept'.split(' ');

export const WEIGHTS_GUIDE: Guide = {
  keys: (path) => (path.length > 1 ? FAMILY_KEYS : (WEIGHTS_KEYS[path.map(String)[0] ?? ''] ?? [])),
  nameOf: (path) => (path.length === 0 ? 'the file' : `“${path.map(String).join('.')}”`),
  help: 'see the comments in rules/weights.yaml as it was shipped',
};
