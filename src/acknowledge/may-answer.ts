// Whether a mail gets an automatic receipt, and where it goes. Refusing stops the e-mail, never the registration.
import type { Authority } from '../authority.ts';
import type { Classification } from '../classify/classify.ts';
import type { Kind } from '../classify/known.ts';
import type { Mail } from '../mail/parse.ts';
import { answerAddress } from './answer-address.ts';
import type { Check, Facts } from './check.ts';
import { MACHINE_MARKS } from './machine-marks.ts';
import { isNoReply, isRobot, SENDER_MARKS } from './sender-marks.ts';

/** Whether this mail may get an automatic receipt; the reason is shown to staff either way. `human`: a person looks at it. */
export type Receipt =
  | { readonly send: true; readonly to: string; readonly because: string }
  | { readonly send: false; readonly because: string; readonly human: boolean };

const switchedOff: Check = {
  human: false,
  refuses: ({ authority }) =>
    authority.acknowledge.enabled ? null : 'receipts are switched off (acknowledge: enabled in authority.yaml)',
};

/** The first start on an old mailbox acknowledges nothing of what lies in it. */
const beforeGoLive: Check = {
  human: false,
  refuses: ({ receivedAt, goLiveAt }) =>
    goLiveAt !== null && receivedAt < goLiveAt ? 'it was received before the bot went live' : null,
};

/** The law's clock runs in Junk too; a receipt to a spammer would tell that the address is read. */
const junk: Check = {
  human: false,
  refuses: (facts) => (facts.junk ? 'it was in the Junk folder: registered, never answered by itself' : null),
};

/** Kinds that never get one, whatever else the mail is. Source: the table of kinds in the project's design. */
const NEVER: readonly { readonly kind: Kind; readonly why: string; readonly human: boolean }[] = [
  { kind: 'safeguarding', why: 'someone may be in danger: a person calls, no machine writes', human: true },
  { kind: 'bounce', why: 'it is a returned mail', human: false },
  { kind: 'automatic', why: 'it is an automatic reply', human: false },
  { kind: 'spam', why: 'it looks like spam', human: false },
  { kind: 'regulator', why: 'it is from a regulator or tribunal: staff answer it', human: true },
  {
    kind: 'transfer',
    why: 'it was passed on by someone else: the requester is named in it, and staff write to them',
    human: true,
  },
];
const never = NEVER.map(
  ({ kind, why, human }): Check => ({
    human,
    refuses: ({ classification: { kind: owner, alsoKinds } }) =>
      owner === kind || alsoKinds.includes(kind) ? why : null,
  }),
);

const KIND_WORDS: Readonly<Partial<Record<Kind, string>>> = {
  clarification: 'an answer to our question',
  chaser: 'a reminder',
  withdrawal: 'a withdrawal',
  third_party: "a third party's view",
  complaint: 'a complaint',
  general: 'general post',
};

/** What earns a receipt: a new request, or an internal review. */
const nothingToAcknowledge: Check = {
  human: false,
  refuses: ({ classification: { kind, alsoKinds, opens } }) => {
    const kinds = [kind, ...alsoKinds];
    if (kinds.includes('internal_review') || (kinds.includes('request') && opens === 'yes')) return null;
    if (opens !== 'no') return 'it may hold a request: a person decides first';
    return `it is ${KIND_WORDS[kind] ?? 'no new request'}: only a new request or an internal review gets a receipt`;
  },
};

const CHECKS: readonly Check[] = [
  switchedOff,
  beforeGoLive,
  junk,
  ...never.slice(0, 1),
  ...MACHINE_MARKS,
  ...never.slice(1),
  ...SENDER_MARKS,
  nothingToAcknowledge,
];
/** Refused for these, a mail is not put before a person even when it opens a request: it is old, or we chose silence. */
const QUIET: readonly Check[] = [switchedOff, beforeGoLive];

/**
 * Goes through the check list (RFC 3834, RFC 5230, and what Pigeonhole, Zammad, RT, froide and Alaveteli learnt); the
 * first check that refuses gives the reason. A refused mail that opens a request, or may, is put before a person. Pure.
 */
export function mayAnswer(
  mail: Mail,
  classification: Pick<Classification, 'kind' | 'alsoKinds' | 'opens'>,
  context: {
    readonly authority: Authority;
    readonly envelopeFrom: string | null;
    readonly junk: boolean;
    readonly receivedAt: Date;
    readonly goLiveAt: Date | null;
  },
): Receipt {
  const facts: Facts = { mail, classification, ...context };
  for (const check of CHECKS) {
    const because = check.refuses(facts);
    if (because === null) continue;
    const human = !QUIET.includes(check) && (check.human || classification.opens !== 'no');
    return { send: false, because, human };
  }
  const { to, because } = answerAddress(facts);
  if (to === null) return { send: false, because, human: true };
  if (isNoReply(to) || isRobot(to))
    return { send: false, because: 'the address to answer to takes no mail', human: true };
  const what = [classification.kind, ...classification.alsoKinds].includes('request')
    ? "a person's new request"
    : "a person's request for an internal review";
  return { send: true, to, because: `${what}; its sender can be answered: ${because}` };
}
