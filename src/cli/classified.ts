// One classified mail as `clerk classify` prints it: JSON by the contract of DESIGN section 7, or lines for a person.

import type { Receipt } from '../acknowledge/may-answer.ts';
import type { Authority } from '../authority.ts';
import type { Classification } from '../classify/classify.ts';
import { fieldsOf } from '../classify/text.ts';
import { due } from '../clock/due.ts';
import type { Look } from '../intake/reader-thread.ts';
import { textOf } from '../intake/text-of.ts';

export type Classified =
  | { readonly file: string; readonly state: 'unparsable'; readonly because: string }
  | {
      readonly file: string;
      readonly state: 'classified';
      readonly look: Extract<Look, { state: 'parsed' }>;
      readonly classification: Classification;
      readonly receipt: Receipt;
      readonly receivedOn: string;
    };

export function classifiedJson(done: Classified, authority: Authority, withText: boolean): object {
  if (done.state === 'unparsable') {
    const acknowledge = { send: false, because: `could not be read: ${done.because}` };
    return { file: done.file, kind: 'general', error: { code: 'unparsable', message: done.because }, acknowledge };
  }
  const { classification: found, look, receivedOn } = done;
  const from = look.mail.from[0];
  return {
    file: done.file,
    kind: found.kind,
    alsoKinds: found.alsoKinds,
    kindBecause: found.kindBecause,
    opens: found.opens,
    regime: found.regime,
    alsoRegimes: found.alsoRegimes,
    acknowledge: { send: done.receipt.send, because: done.receipt.because },
    requester: { name: from?.name ?? null, address: from?.address ?? null, platform: look.platform },
    receivedOn,
    due: dueOf(done, authority),
    references: found.references,
    parts: found.parts,
    topics: found.topics,
    exemptions: found.exemptions,
    validity: found.validity,
    flags: found.flags,
    rules: found.rules,
    ...(withText ? { fields: fieldsOf(textOf(look, { threaded: false, receivedOn, junk: false })) } : {}),
  };
}

function dueOf(
  { classification: { regime }, receivedOn }: Extract<Classified, { state: 'classified' }>,
  authority: Authority,
): { on: string; because: string } | null {
  if (regime === null) return null;
  const { on, because } = due({ regime, receivedOn, division: authority.division });
  return { on, because };
}

const percent = (confidence: number): string => `${Math.round(confidence * 100)} %`;

export function classifiedLines(done: Classified, authority: Authority): string[] {
  if (done.state === 'unparsable') return [`${done.file}: could not be read: ${done.because}`];
  const { classification: found } = done;
  const clock = dueOf(done, authority);
  const regimes = [found.regime, ...found.alsoRegimes].filter((regime) => regime !== null);
  return [
    `${done.file}: ${[found.kind, ...found.alsoKinds].join(', ')}${regimes.length > 0 ? ` (${regimes.join(', ')})` : ''}`,
    `  because       ${found.kindBecause}`,
    `  receipt       ${done.receipt.send ? 'yes' : 'no'}: ${done.receipt.because}`,
    ...(clock ? [`  due           ${clock.on}: ${clock.because}`] : []),
    ...(found.parts.length > 0 ? [`  parts         ${found.parts.length}`] : []),
    ...found.topics.slice(0, 3).map(({ id, confidence }) => `  topic         ${id} ${percent(confidence)}`),
    ...found.exemptions.map(
      ({ id, confidence, because }) => `  may engage    ${id} ${percent(confidence)}: ${because}`,
    ),
    ...found.validity.map(({ id, because }) => `  validity      ${id}: ${because}`),
    ...found.flags.map(({ id, because }) => `  flag          ${id}: ${because}`),
  ];
}
