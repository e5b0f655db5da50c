// Decides under which law a request is answered: the likeliest first, FOIA where nothing says otherwise.
import { isOneOf, REGIMES, type Regime } from './known.ts';
import type { Candidate } from './suggest.ts';

export interface Regimes {
  readonly regime: Regime | null;
  readonly alsoRegimes: readonly Regime[];
}

/** Scottish authorities answer under Scotland's own Act and Regulations: FOI(S)A 2002, EI(S)R 2004. */
const IN_SCOTLAND: Partial<Record<Regime, Regime>> = { foia: 'foisa', eir: 'eisr' };
const ELSEWHERE: Partial<Record<Regime, Regime>> = { foisa: 'foia', eisr: 'eir' };

/** The name of a regime at an authority in or outside Scotland; people cite the other one's Act. */
export const localRegime = (regime: Regime, scottish: boolean): Regime =>
  (scottish ? IN_SCOTLAND : ELSEWHERE)[regime] ?? regime;

/** The laws of a mail that holds a request: which applies, and how likely each is. */
export interface Laws extends Regimes {
  /** The probability that the mail, or a part of it, is answered under a law. */
  likely(regime: Regime): number;
}

/** Less likely than this, and the provisions of a law are not thought of at all. Judgement. */
const WORTH_A_THOUGHT = 0.2;

/**
 * The main regime of a request and the others of a mixed one; null and none when the mail holds no request. People cite the
 * Freedom of Information Act whatever they ask for: what is asked decides, so a special law that is likely enough (from
 * `threshold`) goes before the Act, and the Act is what remains. FOIA and EIR share a clock: the Act is named beside
 * subject access and re-use only. `all` are the candidates of the family, likeliest first.
 */
export function lawsOf(all: readonly Candidate[], threshold: number, holdsRequest: boolean, scottish: boolean): Laws {
  if (!holdsRequest) return { regime: null, alsoRegimes: [], likely: () => 0 };
  const chance = new Map<Regime, number>();
  for (const { id, confidence } of all)
    if (isOneOf(REGIMES, id)) {
      const local = localRegime(id, scottish);
      chance.set(local, Math.max(confidence, chance.get(local) ?? 0));
    }
  const [act, environmental] = [localRegime('foia', scottish), localRegime('eir', scottish)];
  const special = [...chance].filter(([regime, likely]) => regime !== act && likely >= threshold);
  const named = (chance.get(act) ?? 0) >= threshold && !special.some(([regime]) => regime === environmental);
  const applying = named ? [...special, [act, chance.get(act) ?? 0] as const] : special;
  const [main = act, ...others] = applying.sort((a, b) => b[1] - a[1]).map(([regime]) => regime);
  const likeliest = Math.max(0, ...[...chance].filter(([regime]) => regime !== act).map(([, likely]) => likely));
  chance.set(act, named || special.length === 0 ? Math.max(0.5, 1 - likeliest) : 1 - likeliest);
  return {
    regime: main,
    alsoRegimes: others.filter((regime) => regime !== main),
    likely: (regime) => {
      const likely = chance.get(regime) ?? 0;
      return likely < WORTH_A_THOUGHT ? 0 : likely;
    },
  };
}
