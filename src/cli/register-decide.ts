// `clerk register decide REF|N`: writes down what staff decided of a mail, and shows it beside what the rules suggested.
import type { Command } from 'commander';
import { isOneOf } from '../classify/known.ts';
import { FAMILIES, type Family } from '../classify/score.ts';
import { type Decision, decide, decidedOf, decisionsOn, NONE, standing } from '../register/decision.ts';
import { type Suggested, suggestedOn } from '../register/suggested.ts';
import type { Services } from '../services.ts';
import { accountOf } from './account.ts';
import type { CommandIo } from './command-io.ts';
import { decidedThing } from './decided-thing.ts';
import { decisionLines, type Row } from './decision-lines.ts';
import { mailNamed } from './stored-mail-named.ts';
import { UsageError } from './usage.ts';

interface DecideOptions {
  readonly accept: readonly string[];
  readonly reject: readonly string[];
  readonly add: readonly string[];
  readonly none: readonly string[];
  readonly by?: string;
  readonly json?: boolean;
}
type WithServices = (work: (shared: Services) => Promise<void>) => Promise<void>;

const again = (value: string, before: readonly string[]): string[] => [...before, value];
/** Every mail is of some kind and under some law, or under none because it is no request. */
const MAY_BE_NONE = ['exemption', 'topic', 'validity', 'flag'] as const satisfies readonly Family[];

export function registerDecide(register: Command, io: CommandIo, withServices: WithServices): void {
  register
    .command('decide')
    .summary('write down what staff decided of the suggestions of a mail')
    .description(
      'Writes down what staff decided. Each thing is FAMILY=ID, such as topic=council.waste or "exemption=s.40(2)"; options may be repeated. Without any it shows what stands decided.',
    )
    .argument('<reference|number>', 'of the request, or of its mail')
    .option('--accept <family=id>', 'the suggestion is right', again, [])
    .option('--reject <family=id>', 'the suggestion is wrong', again, [])
    .option('--add <family=id>', 'right, and not suggested', again, [])
    .option('--none <family>', `nothing of the family applies: ${MAY_BE_NONE.join(', ')}`, again, [])
    .option('--by <account>', 'who decided; without it the account that runs the command')
    .option('--json', 'print JSON')
    .action((named: string, options: DecideOptions) => withServices((shared) => decideOn(shared, named, options, io)));
}

async function decideOn({ db, config }: Services, named: string, options: DecideOptions, io: CommandIo): Promise<void> {
  const by = accountOf(options.by);
  const { messageId, requestId, name } = await mailNamed(db, named);
  const suggestions = await suggestedOn(db, messageId);
  const isSuggested = ({ family, what }: Pick<Decision, 'family' | 'what'>): boolean =>
    suggestions.some((row) => row.family === family && row.what === what);
  await decide(db, { messageId, requestId }, decisionsOf(options, config.authority, isSuggested), by);
  const decided = standing(await decisionsOn(db, [messageId]));
  const rows = FAMILIES.flatMap((family) => rowsOf(family, decided, suggestions));
  const truth = decidedOf(name, decided);
  if (options.json) io.out(JSON.stringify({ message: messageId, name, decided: truth, rows }));
  else for (const line of decisionLines(name, rows, truth)) io.out(line);
}

/** What was decided, then what was only suggested. */
function rowsOf(
  family: Family,
  decided: readonly (Decision & { readonly by: string; readonly at: Date })[],
  suggestions: readonly Suggested[],
): Row[] {
  const own = decided.filter((one) => one.family === family);
  const suggested = suggestions.filter((one) => one.family === family);
  const open = suggested.filter(({ what }) => !own.some((one) => one.what === what));
  return [
    ...own.map(({ what, regime, verdict, by, at }) => {
      const suggestion = suggested.find((one) => one.what === what);
      const confidence = suggestion?.confidence ?? null;
      return { family, what, regime, verdict, by, at, suggested: suggestion !== undefined, confidence };
    }),
    ...open.map((one) => ({ ...one, verdict: null, by: null, at: null, suggested: true })),
  ];
}

type Office = Parameters<typeof decidedThing>[1];

/** What was written, checked. What was suggested is accepted, and what was not is added, however it was called. */
function decisionsOf(
  { accept, reject, add, none }: DecideOptions,
  office: Office,
  isSuggested: (of: Pick<Decision, 'family' | 'what'>) => boolean,
): Decision[] {
  const right = [...accept, ...add].map((written): Decision => {
    const thing = decidedThing(written, office);
    return { ...thing, verdict: isSuggested(thing) ? 'accepted' : 'added' };
  });
  const wrong = reject.map((written): Decision => ({ ...decidedThing(written, office), verdict: 'rejected' }));
  const empty = none.map((family): Decision => {
    if (!isOneOf(MAY_BE_NONE, family)) throw new UsageError(`--none ${family}: write one of ${MAY_BE_NONE.join(', ')}`);
    return { family, what: NONE, regime: null, verdict: 'accepted' };
  });
  const all = [...empty, ...wrong, ...right];
  for (const one of all) {
    const same = all.filter(({ family, what }) => family === one.family && what === one.what);
    if (same.length > 1) throw new UsageError(`${one.family}=${one.what} is named twice: say one thing of it`);
    if (one.what === NONE && right.some(({ family }) => family === one.family))
      throw new UsageError(`--none ${one.family} and a ${one.family} that applies: say one of the two`);
  }
  return all;
}
