// Decides what kind of mail it is, who owns it, and whether it opens a request; when in doubt a person decides.
import { isOneOf, KINDS, type Kind } from './known.ts';
import type { Weights } from './score.ts';
import type { Candidate } from './suggest.ts';
import { ownWords, type Text } from './text.ts';

/** Opens a request, is parked as a possible one, or neither. */
export type Opens = 'yes' | 'possible' | 'no';
export interface Routing {
  readonly kind: Kind;
  readonly alsoKinds: readonly Kind[];
  readonly kindBecause: string;
  readonly opens: Opens;
}

/**
 * The routing owner first. Safeguarding before all, then machines, regulator before the case it concerns, what moves a known
 * case before a new one; transfer and third party before request, because the person behind the words is another than the
 * sender; spam last. An answer to our question comes after what is plainer than it. Judgement, from the precedence that information-rights teams work by.
 */
const PRECEDENCE: readonly Kind[] = [
  'safeguarding',
  'bounce',
  'automatic',
  'regulator',
  'internal_review',
  'withdrawal',
  'chaser',
  'clarification',
  'transfer',
  'third_party',
  'request',
  'complaint',
  'general',
  'spam',
];

/** Kinds that speak of a case we have: their words about a request are mostly about that one, and new ones must be plain. */
const ABOUT_A_CASE: readonly Kind[] = [
  'regulator',
  'internal_review',
  'clarification',
  'withdrawal',
  'chaser',
  'third_party',
];

/** Of these a mail is one as a rule: reminders and reviews, answers and withdrawals, sales and notices share their words. */
const RIVALS: readonly Kind[] = [
  'bounce',
  'automatic',
  'internal_review',
  'clarification',
  'withdrawal',
  'chaser',
  'third_party',
  'complaint',
  'general',
  'spam',
];
/** Judgement: a rival that is so many times less likely than the likeliest of them, or than a plain request, is left out. */
const RIVAL_ODDS = 4;
/** Judgement: beyond this probability rivals are as good as certain, and stand beside each other. */
const SURE = 0.99;

/** What nobody in danger writes: words of danger in it, unless they are clear, are shown and do not go first. */
const NO_PERSONS: readonly Kind[] = ['bounce', 'automatic', 'spam'];
/** Judgement: one strong sign of danger is less than this, two are more. */
const CLEAR_DANGER = 0.9;

/** Judgement: less than this is no hint of a request: thanks for information name it too. */
const A_HINT = 0.02;

/** Judgement: from this probability on a kind is named to staff although no rule is sure of any. */
const WORTH_NAMING = 0.2;

/** Kinds under which a request may hide: it goes first only when it is plain. */
const MAY_HIDE_A_REQUEST: readonly Kind[] = ['complaint', 'general', 'spam', 'automatic', 'bounce'];

/** What the decision rests on. `kinds` is every candidate of the family, likeliest first, also those below the threshold. */
export interface KindInput {
  readonly text: Text;
  readonly kinds: readonly Candidate[];
  readonly hasParts: boolean;
  readonly isSubjectAccess: boolean;
  readonly weights: Weights;
}

/** The kind of a mail. Machines first where headers say so, then the rules, then doubt. */
export function route(input: KindInput): Routing {
  const { machine } = input.text;
  const found = foundKinds(input);
  const asksForInformation = found.includes('request');
  if (machine?.sure) {
    const holds = machine.kind === 'automatic' && asksForInformation;
    const kindBecause = holds ? `${machine.because}; but its words ask for information` : machine.because;
    return { kind: machine.kind, alsoKinds: holds ? ['request'] : [], kindBecause, opens: holds ? 'possible' : 'no' };
  }
  if (machine !== null && !asksForInformation) {
    const opens = found.length > 0 || isAsking(input) ? 'possible' : 'no';
    return {
      kind: machine.kind,
      alsoKinds: found.filter((kind) => kind !== machine.kind),
      kindBecause: machine.because,
      opens,
    };
  }
  const [kind, ...alsoKinds] = found;
  if (kind === undefined) return unknown(input);
  return {
    kind,
    alsoKinds,
    kindBecause: found.map((each) => reason(each, input)).join('. Also '),
    opens: opens(found, input),
  };
}

const odds = (confidence: number): number => Math.min(confidence, SURE) / (1 - Math.min(confidence, SURE));

/** The kinds that the rules are sure enough of, owner first. */
function foundKinds({ kinds, weights, isSubjectAccess }: KindInput): Kind[] {
  const sure = kinds.filter((each) => each.confidence >= weights.families.kind.threshold);
  const likeness = (kind: Kind): number => sure.find((each) => each.id === kind)?.confidence ?? 0;
  const plain = likeness('request') >= weights.request.alongside;
  const likeliest = Math.max(likeness('regulator'), ...RIVALS.map(likeness));
  const least = (kind: Kind): number =>
    odds(Math.max(likeliest, plain && ABOUT_A_CASE.includes(kind) ? likeness('request') : 0)) / RIVAL_ODDS;
  const stays = (kind: Kind): boolean =>
    likeness(kind) > 0 && (!RIVALS.includes(kind) || odds(likeness(kind)) >= least(kind));
  const staying = PRECEDENCE.filter(stays);
  const isMachines = staying.some((kind) => NO_PERSONS.includes(kind) && likeness(kind) >= SURE);
  const before =
    isMachines && likeness('safeguarding') < CLEAR_DANGER
      ? [...staying.filter((kind) => kind !== 'safeguarding'), ...staying.filter((kind) => kind === 'safeguarding')]
      : staying;
  const hides = (kind: Kind): boolean =>
    !plain && MAY_HIDE_A_REQUEST.includes(kind) && likeness(kind) > likeness('request');
  const found = before.some(hides)
    ? [...before.filter((kind) => kind !== 'request'), ...before.filter((kind) => kind === 'request')]
    : before;
  if (!isSubjectAccess || !plain) return found;
  // a subject access request goes before everything but safety and the regulator: its clock is another one
  const first = found.filter((kind) => kind === 'safeguarding' || kind === 'regulator');
  return [...new Set<Kind>([...first, 'request', ...found])];
}

function opens(found: readonly Kind[], input: KindInput): Opens {
  const { alongside, doubt } = input.weights.request;
  const request = input.kinds.find((each) => each.id === 'request')?.confidence ?? 0;
  const aboutCase = found.some((kind) => ABOUT_A_CASE.includes(kind));
  const everyday = found.includes('general');
  if (found.includes('transfer')) return 'yes';
  // another desk's business may still be a request in law: whatever speaks for one puts it before a person
  const least = everyday ? A_HINT : doubt;
  if (found[0] === 'spam' && request > 0 && isAsking(input)) return 'possible';
  if (!found.includes('request')) return !aboutCase && request > 0 && request >= least ? 'possible' : 'no';
  if (found.some((kind) => kind === 'spam' || kind === 'automatic' || kind === 'bounce')) return 'possible';
  return (aboutCase || everyday || input.text.junk) && request < alongside ? 'possible' : 'yes';
}

/** No rule says what it is: a mail that is not sure to be no request is a possible one. */
function unknown(input: KindInput): Routing {
  const { text } = input;
  const asking = isAsking(input);
  if (text.junk && !asking)
    return {
      kind: 'spam',
      alsoKinds: [],
      kindBecause: 'it lay in the junk folder, and nothing in it asks for anything',
      opens: 'no',
    };
  const likeliest = perhaps(input);
  if (likeliest !== null) {
    const kindBecause = `perhaps ${reason(likeliest, input)}; a person decides`;
    const settled = text.threaded && !asking && likeliest !== 'request';
    return { kind: likeliest, alsoKinds: [], kindBecause, opens: settled ? 'no' : 'possible' };
  }
  const general = { kind: 'general', alsoKinds: [] } as const;
  if (text.threaded && !asking)
    return { ...general, kindBecause: 'it answers a mail of ours, and no rule says more', opens: 'no' };
  const kindBecause = asking
    ? 'it asks a question, and no rule says what kind; a person decides whether it is a request'
    : 'no rule says what kind it is; a person decides whether it is a request';
  return { ...general, kindBecause, opens: 'possible' };
}

/** The likeliest kind of a mail that no rule is sure of; a request only where nothing else speaks: asking is in every mail. */
function perhaps({ kinds, weights }: KindInput): Kind | null {
  const likely = (least: number, isRequest: boolean): Kind | undefined =>
    kinds.flatMap(({ id, confidence }) =>
      isOneOf(KINDS, id) && confidence >= least && (id === 'request') === isRequest ? [id] : [],
    )[0];
  return likely(WORTH_NAMING, false) ?? likely(weights.request.doubt, true) ?? null;
}

/** Whether the sender's own words hold a question, a numbered one too, or a request that no rule is sure of. */
function isAsking({ text, kinds, hasParts, weights }: KindInput): boolean {
  const request = kinds.find((each) => each.id === 'request')?.confidence ?? 0;
  return hasParts || request >= weights.request.doubt || /[?？؟]/.test(`${text.subject}\n${ownWords(text)}`);
}

function reason(kind: Kind, { kinds }: KindInput): string {
  const speaking = kinds.find((each) => each.id === kind)?.speaking.slice(0, 3) ?? [];
  const titles = speaking.map((each) => each.rule.rule.title);
  return `${kind.replace('_', ' ')}: ${titles.join('; ')}`;
}
