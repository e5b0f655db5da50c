// Scotland's own numbers: rules are written once, under FOIA and the EIR, and speak at a Scottish authority under FOI(S)A and EI(S)R.
import type { Regime } from './known.ts';
import type { Candidate } from './suggest.ts';

/**
 * FOIA 2000 → FOI(S)A 2002. What confirms or denies nothing is one section there, s.18. Left out: s.12(2), for finding out
 * whether anything is held is no cost there (SSI 2004/467 reg.3), and s.34, which FOI(S)A lacks. The s.30 of the one is not the s.30 of the
 * other: investigations are s.34, and s.30 is the conduct of public affairs (FOIA s.36), without a qualified person.
 */
const FOISA: Readonly<Record<string, string>> = {
  's.12(1)': 's.12',
  's.14(1)': 's.14(1)',
  's.14(2)': 's.14(2)',
  's.21': 's.25',
  's.22': 's.27',
  's.22A': 's.27',
  's.23(1)': 's.31',
  's.23(5)': 's.18',
  's.24(1)': 's.31',
  's.24(2)': 's.18',
  's.26': 's.31',
  's.27(1)': 's.32',
  's.27(2)': 's.32',
  's.28': 's.28',
  's.29': 's.33',
  's.30(1)': 's.34',
  's.30(2)': 's.34',
  's.30(3)': 's.18',
  's.31(1)(a)': 's.35',
  's.31(1)(b)': 's.35',
  's.31(1)(c)': 's.35',
  's.31(1)(d)': 's.35',
  's.31(1)(e)': 's.35',
  's.31(1)(f)': 's.35',
  's.31(1)(g)': 's.35',
  's.31(3)': 's.18',
  's.32': 's.37',
  's.33': 's.40',
  's.35(1)(a)': 's.29',
  's.35(1)(b)': 's.29',
  's.35(1)(c)': 's.29',
  's.35(1)(d)': 's.29',
  's.36(2)(a)': 's.30',
  's.36(2)(b)': 's.30',
  's.36(2)(c)': 's.30',
  's.37(1)(a)': 's.41',
  's.37(1)(ac)': 's.41',
  's.37(1)(b)': 's.41',
  's.38(1)(a)': 's.39(1)',
  's.38(1)(b)': 's.39(1)',
  's.39': 's.39(2)',
  's.40(1)': 's.38',
  's.40(2)': 's.38',
  's.40(5A)': 's.18',
  's.40(5B)': 's.18',
  's.41': 's.36(2)',
  's.42': 's.36(1)',
  's.43(1)': 's.33',
  's.43(2)': 's.33',
  's.44': 's.26',
};

/** EIR 2004 → EI(S)R 2004: the exceptions of reg.12 are those of reg.10, and personal data is reg.11, also the applicant's own. */
const EISR: Readonly<Record<string, string>> = { 'reg.5(3)': 'reg.11', 'reg.13': 'reg.11' };

interface Provision {
  readonly regime: Regime;
  readonly id: string;
}

/** The provision that stands for one of the UK's at a Scottish authority; Scotland's own are themselves; null: there is none. */
export function scottishProvision({ regime, id }: Provision): Provision | null {
  if (regime === 'eir') return { regime: 'eisr', id: EISR[id] ?? id.replace(/^reg\.12\b/, 'reg.10') };
  if (regime !== 'foia') return { regime, id };
  const own = FOISA[id];
  return own === undefined ? null : { regime: 'foisa', id: own };
}

/** Candidates as a Scottish authority names them. Several that become one are as likely as the likeliest, with the rules of all. */
export function inScotland(all: readonly Candidate[]): Candidate[] {
  const named = new Map<string, Candidate>();
  for (const each of all) {
    const own = each.regime === null ? each : scottishProvision({ regime: each.regime, id: each.id });
    if (own === null) continue;
    const key = `${each.family} ${own.regime} ${own.id}`;
    const likelier = named.get(key);
    named.set(key, likelier === undefined ? { ...each, id: own.id, regime: own.regime } : joined(likelier, each));
  }
  return [...named.values()];
}

const joined = (first: Candidate, other: Candidate): Candidate => ({
  ...first,
  speaking: [...first.speaking, ...other.speaking],
  against: [...first.against, ...other.against],
  draft: first.draft || other.draft,
  places: () => first.places() + other.places(),
});
