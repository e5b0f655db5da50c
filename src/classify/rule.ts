// The shape of a rule file: what an officer may write under rules/, and nothing else (rules/README.md explains it).
import * as z from 'zod';
import { EXEMPTIONS, KINDS, OWN_TOPIC, REGIMES, TOPICS, VALIDITY } from './known.ts';

/** Judgement: a bound that no real rule reaches, so that a pasted document is refused with a clear message. */
const MAX_PHRASE_CHARACTERS = 200;
/** Judgement: words further apart than a paragraph are not "near"; it also stays below the gap between segments. */
export const MAX_NEAR_WORDS = 100;

const phrase = z.string().trim().min(1).max(MAX_PHRASE_CHARACTERS);
const sentence = z.string().trim().min(1).max(1000);
const count = z.int().min(1).max(1000);

/** The fields a condition may look in; without `in`, subject and body. */
export const FIELDS = ['subject', 'body', 'attachment', 'sender'] as const;
export type Field = (typeof FIELDS)[number];

/** All given keys must hold. `in` says where the words of this map look, and of what it nests unless that says otherwise. */
export interface ConditionMap {
  readonly any?: readonly Condition[] | undefined;
  readonly all?: readonly Condition[] | undefined;
  readonly none?: readonly Condition[] | undefined;
  readonly near?: Near | undefined;
  readonly atLeast?: { readonly count: number; readonly of: readonly Condition[] } | undefined;
  readonly parts?: { readonly atLeast: number } | undefined;
  readonly years?: { readonly atLeast: number } | undefined;
  readonly pattern?: string | undefined;
  readonly in?: readonly Field[] | undefined;
  readonly platform?: string | undefined;
  readonly domain?: string | undefined;
  readonly replyTo?: 'ours' | undefined;
}
/** Phrases close together; a list stands for any one of its phrases. */
export interface Near {
  readonly words: readonly (string | readonly string[])[];
  readonly within: number;
  readonly inOrder?: boolean | undefined;
  readonly oneSentence?: boolean | undefined;
}
/** A phrase (stemmed; exact when it stands in inner double quotes), or a map. */
export type Condition = string | ConditionMap;

const conditions = z.lazy(() => z.array(condition).min(1));
const conditionMap: z.ZodType<ConditionMap> = z.strictObject({
  any: conditions.optional(),
  all: conditions.optional(),
  none: conditions.optional(),
  near: z
    .strictObject({
      words: z.array(z.union([phrase, z.array(phrase).min(1)])).min(2),
      within: z.int().min(1).max(MAX_NEAR_WORDS),
      inOrder: z.boolean().optional(),
      oneSentence: z.boolean().optional(),
    })
    .optional(),
  atLeast: z.strictObject({ count, of: conditions }).optional(),
  parts: z.strictObject({ atLeast: count }).optional(),
  years: z.strictObject({ atLeast: count }).optional(),
  pattern: z.string().min(1).max(1000).optional(),
  in: z.array(z.enum(FIELDS)).min(1).optional(),
  platform: z.string().min(1).optional(),
  domain: z.string().min(1).optional(),
  replyTo: z.literal('ours').optional(),
});
const condition: z.ZodType<Condition> = z.union([phrase, conditionMap]);

/** A closed list for editors; `outcome.ts` checks it, and names the nearest id. */
const oneOf = (list: readonly string[]) => z.string().meta({ enum: [...list] });

/** Exactly one of kind, regime (alone), topic, exemption (with its regime), validity, flag; `outcome.ts` sees to it. */
const suggests = z.strictObject({
  kind: oneOf(KINDS).optional(),
  topic: z
    .string()
    .meta({ anyOf: [{ enum: [...TOPICS] }, { pattern: OWN_TOPIC.source }] })
    .optional(),
  exemption: oneOf([...new Set(Object.values(EXEMPTIONS).flat())]).optional(),
  validity: oneOf(VALIDITY).optional(),
  flag: z.string().optional(),
  regime: oneOf(REGIMES).optional(),
});

const example = z.union([
  z.string().min(1),
  z.strictObject({
    subject: z.string().optional(),
    body: z.string().optional(),
    attachment: z.string().optional(),
    from: z.string().optional(),
    platform: z.string().optional(),
    threaded: z.boolean().optional(),
    receivedOn: z.iso.date('is no date — write it as 2026-03-02').optional(),
  }),
]);
export type Example = z.infer<typeof example>;

export const WEIGHTS = ['weak', 'moderate', 'strong', 'decisive'] as const;
export type Weight = (typeof WEIGHTS)[number];

export const rule = z.strictObject({
  id: z
    .string()
    .regex(
      /^[a-z0-9]+([.-][a-z0-9]+)*$/,
      'holds other characters — write small letters, digits, hyphens and dots, such as local.harbour-patrol',
    ),
  title: sentence,
  suggests,
  source: sentence,
  status: z.enum(['draft', 'live', 'retired']),
  weight: z.enum(WEIGHTS),
  counts: z.enum(['for', 'against']).optional(),
  when: condition,
  because: sentence,
  examples: z.strictObject({ match: z.array(example).optional(), miss: z.array(example).optional() }).optional(),
});
export type Rule = z.infer<typeof rule>;

/** One file below rules/uk or rules/local; `disable` (ids of shipped rules to switch off) counts in rules/local only. */
export const ruleFile = z.strictObject({
  rules: z.array(rule).optional(),
  disable: z.array(z.string()).optional(),
});
