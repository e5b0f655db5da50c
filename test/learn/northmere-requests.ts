// Requests to Northmere Constabulary with what staff decided of each, generated from words: the same every time.
import { stringify } from 'yaml';
import type { Decided } from '../../src/classify/decided.ts';
import type { RuleFiles } from '../../src/classify/rule-set.ts';
import type { Text } from '../../src/classify/text.ts';
import { lots } from '../../src/learn/lot.ts';
import { mailOf, ruleOf, WEIGHTS } from '../classify/rule-bench.ts';

export interface Made {
  readonly name: string;
  readonly text: Text;
  readonly decided: Decided;
}

/** By topic, the things that people ask about. The rules below know the first two of each. */
export const THINGS: Readonly<Record<string, readonly string[]>> = {
  'police.animals-rural': [
    'dog section',
    'dog handlers',
    'mounted patrols',
    'stables and farriers',
    'hare coursing',
    'sheep rustling',
  ],
  'police.roads': [
    'speeding fines',
    'drink driving',
    'collisions at junctions',
    'seized motorbikes',
    'verge parking',
    'tachograph checks',
  ],
  'police.ict': [
    'laptops',
    'software licences',
    'broadband contracts',
    'server rooms',
    'mobile handsets',
    'password resets',
  ],
  'police.custody': [
    'custody suites',
    'cell deaths',
    'appropriate adults',
    'detention reviews',
    'medical examiners',
    'strip searches',
  ],
};
export const TOPICS = Object.keys(THINGS);
const ASKING = ['Please tell me', 'I would like to know', 'Kindly provide', 'Could you send me', 'I request'];
const MEASURES = ['how many', 'the yearly cost of', 'the policy on', 'a list of', 'the number of complaints about'];
const PLACES = ['in Northmere', 'across the county', 'at the harbour', 'in the eastern division', 'along the coast'];
const CLOSING = [
  'I look forward to your reply.',
  'An answer by electronic mail is preferred.',
  'Many thanks for your help.',
];

/** The rules know the first two things of each topic. */
const KNOWN_TO_RULES = 2;

/** A generator of requests. `topic` is asked about in each of three sentences. */
export function writer(seed = 1): (topic: string) => Text {
  const lot = lots(seed);
  let written = 0;
  const one = <Item>(of: readonly Item[]): Item => {
    const item = of[Math.floor(lot() * of.length)];
    if (item === undefined) throw new Error('nothing to choose from');
    return item;
  };
  return (topic) => {
    written += 1;
    const things = THINGS[topic] ?? [];
    // Who asks about one thing asks about its neighbours: some requests hold no word that the rules know.
    const own = lot() < 0.5 ? things.slice(KNOWN_TO_RULES) : things;
    const sentence = (): string =>
      `${one(ASKING)} ${one(MEASURES)} ${one(own)} ${one(PLACES)} since ${2015 + Math.floor(lot() * 8)}.`;
    const body = [sentence(), sentence(), sentence(), one(CLOSING)].join(' ');
    const from = { name: `Writer ${written % 90}`, address: `writer-${written % 90}@alder.example` };
    return mailOf(body, { subject: one(['Request', 'Question', 'Information please']), from });
  };
}

/** `perTopic` requests on each topic; `decide` says what staff made of it. */
export function requests(perTopic: number, decide = (topic: string): string => topic): Made[] {
  const write = writer();
  return Array.from({ length: perTopic * TOPICS.length }, (_, index): Made => {
    const topic = TOPICS[index % TOPICS.length] ?? '';
    const name = `FOI/${String(index + 1).padStart(6, '0')}/26`;
    return { name, text: write(topic), decided: { mail: name, topics: [decide(topic)] } };
  });
}

/** A rule for the things of each topic that the rules know. */
export function knowingRules(): RuleFiles {
  const rules = TOPICS.map((topic) =>
    ruleOf(topic, { any: (THINGS[topic] ?? []).slice(0, KNOWN_TO_RULES) }, { suggests: { topic }, weight: 'strong' }),
  );
  return {
    version: 'sha256:knowing',
    files: [
      { path: 'uk/topics.yaml', content: stringify({ rules }) },
      { path: 'weights.yaml', content: WEIGHTS },
    ],
  };
}

export const POLICE = { sector: 'police', scottish: false, ourFormat: null } as const;
