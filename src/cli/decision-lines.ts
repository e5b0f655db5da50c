// What `clerk register decide` prints: what stands decided of a mail, beside what the rules suggested.
import type { Decided } from '../classify/decided.ts';
import type { Family } from '../classify/score.ts';
import { type Decision, NONE } from '../register/decision.ts';
import { printable } from '../table.ts';

/** A thing that was decided or suggested; null: it was not. */
export interface Row extends Omit<Decision, 'family' | 'verdict'> {
  readonly family: Family;
  readonly verdict: Decision['verdict'] | null;
  readonly by: string | null;
  readonly at: Date | null;
  readonly suggested: boolean;
  /** null: not suggested by a rule of its own. */
  readonly confidence: number | null;
}

export function decisionLines(name: string, rows: readonly Row[], truth: Decided): string[] {
  const open = openFamilies(rows, truth);
  return [
    `${name}: what stands decided, beside what the rules suggested`,
    ...rows.map(rowLine),
    ...(rows.length === 0 ? ['  nothing was decided, and the rules suggested nothing'] : []),
    ...open.map(
      (family) =>
        `Still open: which ${family} is right? (--add ${family}=ID${family === 'exemption' ? ', or --none exemption' : ''})`,
    ),
  ].map(printable);
}

/** The longest topic and a space. */
const WIDE = 'central-department.correspondence-lobbying'.length + 1;

function rowLine({ family, what, verdict, by, at, suggested, confidence }: Row): string {
  const said =
    verdict === null ? 'not decided' : `${verdict} by ${by ?? ''} on ${at?.toISOString().slice(0, 10) ?? ''}`;
  if (what === NONE) return `  ${family.padEnd(11)}${'none applies'.padEnd(WIDE)}${said}`;
  const sure = confidence === null ? '' : ` at ${Math.round(confidence * 100)} %`;
  return `  ${family.padEnd(11)}${what.padEnd(WIDE)}${said}; ${suggested ? `suggested${sure}` : 'not suggested'}`;
}

/** Families of which staff said only what is wrong. */
function openFamilies(rows: readonly Row[], { kinds, regimes, topics, exemptions }: Decided): Family[] {
  const truths = { kind: kinds, regime: regimes, topic: topics, exemption: exemptions };
  return (['kind', 'regime', 'topic', 'exemption'] as const).filter(
    (family) => truths[family] === undefined && rows.some((row) => row.family === family && row.verdict === 'rejected'),
  );
}
