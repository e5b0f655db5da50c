// One request as `clerk register show` prints it: what it is, by when, why the bot says so, and what happened.
import { z } from 'zod';
import { NONE } from '../register/decision.ts';
import type { Shown } from '../register/list.ts';
import { printable } from '../table.ts';

/** As written by intake; the parts of it that are printed. */
const evidence = z.array(z.object({ field: z.string(), quote: z.string() }));

export function shownLines(shown: Shown): string[] {
  const { request, links, linkedFrom } = shown;
  const name = request.requester_name === null ? '' : `${request.requester_name} `;
  const requester = request.requester_address === null ? 'named in the text' : `${name}<${request.requester_address}>`;
  return [
    `${request.reference}  ${words(request.kind)} under ${[request.regime, ...request.also_regimes].join(', ')}, ${request.status}`,
    field('Subject', request.subject ?? ''),
    field('Requester', request.platform === null ? requester : `${requester} through ${request.platform}`),
    field('Received', `${request.received_on}, ${request.due_on === null ? 'no due date' : `due ${request.due_on}`}`),
    field('Because', request.due_because ?? '–'),
    ...links.map(({ relation, reference }) => field('Linked', `${relation} ${reference}`)),
    ...linkedFrom.map(({ relation, reference }) => field('Linked', `${reference} is ${relation} this`)),
    ...section('Suggestions (staff decide)', suggestionLines(shown)),
    ...section('Second opinions (learned from decisions of staff)', secondLines(shown)),
    ...section('Decided by staff', decisionLines(shown)),
    ...section('Mails', mailLines(shown)),
    ...section('Acknowledgements', acknowledgementLines(shown)),
    ...section('Timeline', shown.events.map(eventLine)),
  ].map(printable);
}

const words = (kind: string): string => kind.replaceAll('_', ' ');
const field = (label: string, text: string): string => `  ${label.padEnd(11)}${text}`;
const section = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : ['', title, ...lines];

/** What each family of suggestions is called, in the order in which an officer asks. */
const FAMILIES: Readonly<Record<string, string>> = {
  flags: 'flag',
  kinds: 'kind',
  regimes: 'regime',
  topics: 'topic',
  exemptions: 'may engage',
  validity: 'validity',
};

function suggestionLines({ suggestions }: Shown): string[] {
  return Object.entries(FAMILIES).flatMap(([family, name]) =>
    suggestions.filter((row) => row.family === family).flatMap((row) => suggestionOf(row, name)),
  );
}

function suggestionOf(row: Shown['suggestions'][number], name: string): string[] {
  const found = evidence.safeParse(row.evidence).data ?? [];
  const quotes = new Set(found.map(({ field: where, quote }) => `"${quote.replace(/\s+/g, ' ')}" (${where})`));
  return [
    `  ${name.padEnd(11)}${row.what} ${Math.round(row.confidence * 100)} %: ${row.because}`,
    ...[...quotes].map((quote) => `             ${quote}`),
    `             by ${row.rules.join(', ')}`,
  ];
}

const secondLines = ({ secondOpinions }: Shown): string[] =>
  secondOpinions.flatMap(({ family, id, confidence, because, words: spoke, order, only }) => [
    `  ${(family === 'exemption' ? 'may engage' : family).padEnd(11)}${id} ${Math.round(confidence * 100)} %: ${because}`,
    ...(spoke.length === 0
      ? []
      : [`             ${spoke.map(({ quote, field: where }) => `"${quote}" (${where})`).join(', ')}`]),
    `             ${only ? 'no rule suggested it' : order === null ? 'not used in the order above' : 'used in the order above'}`,
  ]);

const decisionLines = ({ decisions }: Shown): string[] =>
  decisions.map(({ family, what, verdict, by, at }) => {
    const said = what === NONE ? 'none applies, decided' : `${what} ${verdict}`;
    return `  ${family.padEnd(11)}${said} by ${by} on ${at.toISOString().slice(0, 10)}`;
  });

const mailLines = ({ mails }: Shown): string[] =>
  mails.flatMap((mail) => [
    `  ${mail.received_on ?? '–'}  ${mail.role} it: ${words(mail.kind ?? 'not read')} from ${mail.from_address ?? '–'}, message ${mail.id}, sha256 ${mail.sha256.slice(0, 12)}`,
    `              ${mail.parked_because === null ? '' : `waits for a person: ${mail.parked_because}; `}receipt: ${mail.receipt_because ?? '–'}`,
  ]);

const acknowledgementLines = ({ acknowledgements }: Shown): string[] =>
  acknowledgements.map((row) => {
    const about = [row.because, row.server_reply, row.sent_copy].filter((text) => text !== null);
    return `  ${row.kind} to ${row.to_address}: ${[row.state, row.sent_at?.toISOString() ?? null, ...about].filter((text) => text !== null).join('; ')}`;
  });

function eventLine({ at, kind, message_id, data }: Shown['events'][number]): string {
  const said = Object.entries(data).map(([name, value]) => `${name} ${String(value)}`);
  const about = [...(message_id === null ? [] : [`message ${message_id}`]), ...said];
  return `  ${at.toISOString()}  ${kind.padEnd(17)}${about.join(', ')}`;
}
