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

/** Equally likely: the special law goes before the general one. */
const SPECIAL_FIRST: readonly Regime[] = ['sar', 'eir', 'eisr', 'rpsi', 'foisa', 'foia'];

/** The main regime of a request and the others of a mixed one; null and none when the mail holds no request. */
export function regimesOf(candidates: readonly Candidate[], holdsRequest: boolean, scottish: boolean): Regimes {
  if (!holdsRequest) return { regime: null, alsoRegimes: [] };
  const ranked = candidates
    .flatMap(({ id, confidence }) => (isOneOf(REGIMES, id) ? [{ id: localRegime(id, scottish), confidence }] : []))
    .sort((a, b) => b.confidence - a.confidence || SPECIAL_FIRST.indexOf(a.id) - SPECIAL_FIRST.indexOf(b.id));
  const [main, ...others] = new Set(ranked.map((each) => each.id));
  return { regime: main ?? localRegime('foia', scottish), alsoRegimes: others };
}
