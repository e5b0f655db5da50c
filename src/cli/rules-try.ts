// `clerk rules try`: what the rules say of one mail, by which words, what spoke against, and what nearly spoke.
import { type Classification, classify, unreferenced } from '../classify/classify.ts';
import type { CompiledRules } from '../classify/compiled.ts';
import { type Explanation, explain, outcomeName, type SaidOutcome, type Voice } from '../classify/explain.ts';
import { fieldsOf, type Text } from '../classify/text.ts';
import { printable } from '../table.ts';
import { officeOf, percent, type RulesPlace, rulesOnDisk, withRegister } from './rules-place.ts';
import { type TriedMail, textOfFile, textOfMessage } from './text-of-file.ts';
import { UsageError } from './usage.ts';

export interface TryOptions {
  readonly json?: boolean;
  readonly message?: string;
  readonly all?: boolean;
}

/** Judgement: one screen; whoever looks for more asks for all. */
const NEAREST = 15;
/** Characters of the mail shown on each side of the words. */
const CONTEXT = 40;

/** @param mail a file, unless `message` names a mail of the register. */
export async function tryMail(place: RulesPlace, mail: string | undefined, options: TryOptions): Promise<void> {
  const { io, config } = place;
  const { message, json = false, all = false } = options;
  if ((mail === undefined) === (message === undefined))
    throw new UsageError('rules try: name a mail file, or a mail of the register with --message N');
  const rules = await rulesOnDisk(place);
  const { text, onlyOurs } =
    message === undefined
      ? await textOfFile(mail ?? '', config)
      : await withRegister(config, ({ db }) => textOfMessage(db, message));
  const { sector, scottish, ourFormat } = officeOf(config);
  const result = classify(text, rules, sector, scottish, ourFormat);
  const explanation = explain(unreferenced(text, ourFormat), rules, result, sector);
  if (json) io.out(JSON.stringify(asJson(result, explanation)));
  else for (const line of lines({ text, onlyOurs }, rules, result, explanation, all)) io.out(printable(line));
}

function asJson(result: Classification, { said, idle, nearly }: Explanation) {
  const ruleOf = ({ rule, words }: Voice) => ({ rule: rule.rule.id, weight: rule.rule.weight, words });
  return {
    classification: result,
    said: said.map(({ speaking, against, ...each }) => ({
      ...each,
      speaking: speaking.map(ruleOf),
      against: against.map(ruleOf),
    })),
    idle: idle.map(ruleOf),
    nearly: nearly.map(({ rule, why }) => ({ rule: rule.rule.id, suggests: outcomeName(rule), why })),
  };
}

const OPENS = { yes: 'opens a request', possible: 'a possible request: a person decides', no: 'opens no request' };

function lines(
  { text, onlyOurs }: TriedMail,
  rules: CompiledRules,
  result: Classification,
  { said, idle, nearly }: Explanation,
  all: boolean,
): string[] {
  const also = result.alsoKinds.length > 0 ? `, also ${result.alsoKinds.join(', ')}` : '';
  const regimes = [...(result.regime === null ? ['none'] : [result.regime]), ...result.alsoRegimes].join(', ');
  const shown = said.filter((each) => each.hidden === null);
  const drafts = said.filter((each) => each.draft);
  const hidden = said.filter((each) => each.hidden !== null && !each.draft);
  const told = (each: SaidOutcome): string[] => saidLines(each, text);
  return [
    `${result.kind}${also}: ${OPENS[result.opens]}; regime ${regimes}; questions ${result.parts.length}`,
    `  because: ${result.kindBecause}`,
    ...(onlyOurs === null ? [] : [`  ${onlyOurs} and adds nothing: in the mailbox it is filed as automatic`]),
    ...(text.machine === null ? [] : [`  a machine sent it: ${text.machine.because}`]),
    ...section('What staff are shown', shown.flatMap(told), 'nothing'),
    ...section('Said, but not shown', hidden.flatMap(told)),
    ...section('What drafts would have said', drafts.flatMap(told)),
    ...section(
      'Against something that no rule says',
      idle.flatMap((voice) => voiceLines(voice, '-', text)),
    ),
    ...section(
      'Rules that nearly spoke',
      (all ? nearly : nearly.slice(0, NEAREST)).map(
        ({ rule, why }) => `  ${rule.rule.id} (${outcomeName(rule)}) ${why}`,
      ),
      'none',
    ),
    ...(all || nearly.length <= NEAREST ? [] : [`  and ${nearly.length - NEAREST} more: --all shows them`]),
    '',
    `${rules.rules.length} rules, version ${rules.version.slice(0, 19)}`,
  ];
}

const section = (title: string, found: readonly string[], nothing?: string): string[] => {
  if (found.length > 0) return ['', title, ...found];
  return nothing === undefined ? [] : ['', title, `  ${nothing}`];
};

function saidLines(
  { family, regime, id, confidence, before, hidden, draft, speaking, against }: SaidOutcome,
  text: Text,
) {
  const why = hidden === null || draft ? '' : ` (${hidden})`;
  return [
    `  ${family} ${regime === null || family === 'regime' ? '' : `${regime} `}${id}: ${percent(confidence)}${why}; ${percent(before)} before any rule speaks`,
    ...speaking.flatMap((voice) => voiceLines(voice, '+', text)),
    ...against.flatMap((voice) => voiceLines(voice, '-', text)),
  ];
}

function voiceLines({ rule, words }: Voice, sign: '+' | '-', text: Text): string[] {
  const { id, weight } = rule.rule;
  const against = sign === '-' ? ', against' : '';
  return [
    `    ${sign} ${id}, ${weight}${rule.draft ? ', draft' : ''}${against} (${rule.file}:${rule.line})`,
    ...words.map((place) => `        ${place.field}: ${inContext(fieldsOf(text)[place.field], place)}`),
    ...(words.length === 0 ? ['        by what is not in the mail, or by who sent it'] : []),
  ];
}

/** `…please tell me what the [annual training] of officers cost…`, on one line, cut at words. */
function inContext(whole: string, { start, end }: { start: number; end: number }): string {
  const before = whole.slice(Math.max(0, start - CONTEXT), start);
  const after = whole.slice(end, end + CONTEXT);
  const left = start > CONTEXT ? `…${before.replace(/^\S*\s/, '')}` : before;
  const right = end + CONTEXT < whole.length ? `${after.replace(/\s\S*$/, '')}…` : after;
  return `${left}[${whole.slice(start, end)}]${right}`.replace(/\s+/g, ' ').trim();
}
