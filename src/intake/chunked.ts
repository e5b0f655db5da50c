// Asks a thread several things in one message: a message costs more than reading an ordinary mail. What holds up the others is put aside.

/** Judgement: more gains no speed (npm run bench), and a chunk that fails is read twice. */
const CHUNK = 10;

/** The answers, in order; or which question the thread did not get past, null when that is not known. */
export type Together<Answer> = { readonly answers: readonly Answer[] } | { readonly stuckAt: number | null };

/** For questions that may wait: one that holds up others is answered with `later`, and alone when it is asked again. */
export interface Patience<Question, Answer> {
  readonly later: Answer;
  /** Whether it held up others before. */
  isSlow(question: Question): boolean;
  noteSlow(question: Question): void;
}

export interface Ways<Question, Answer> {
  /** Never rejects. */
  together(questions: readonly Question[]): Promise<Together<Answer>>;
  alone(question: Question): Promise<Answer>;
  /** Without it each question is answered now: alone, when it held up others. */
  readonly patience?: Patience<Question, Answer>;
}

interface Asked<Question, Answer> {
  readonly question: Question;
  readonly answer: PromiseWithResolvers<Answer>;
}

/** @returns asks one question, together with others that are asked in the same turn of the event loop. */
export function chunked<Question, Answer>(ways: Ways<Question, Answer>): (question: Question) => Promise<Answer> {
  let gathering: Asked<Question, Answer>[] = [];
  const flush = (): void => {
    const asked = gathering;
    gathering = [];
    const { now, slow } = sorted(asked, ways.patience);
    for (let i = 0; i < now.length; i += CHUNK) void together(now.slice(i, i + CHUNK), now.length === 1, ways);
    if (ways.patience) for (const one of slow) one.answer.resolve(ways.patience.later);
  };
  return (question) => {
    const asked = { question, answer: Promise.withResolvers<Answer>() };
    if (gathering.length === 0) setImmediate(flush);
    gathering.push(asked);
    return asked.answer.promise;
  };
}

/** Slow ones wait for all others, and then for each other, so that new mail gets its turn between two of them. */
function sorted<Question, Answer>(
  asked: readonly Asked<Question, Answer>[],
  patience: Patience<Question, Answer> | undefined,
) {
  const slow = asked.filter(({ question }) => patience?.isSlow(question) === true);
  const now = asked.filter((one) => !slow.includes(one));
  return now.length > 0 ? { now, slow } : { now: slow.slice(0, 1), slow: slow.slice(1) };
}

async function together<Question, Answer>(
  chunk: readonly Asked<Question, Answer>[],
  isOnlyOne: boolean,
  ways: Ways<Question, Answer>,
): Promise<void> {
  const { patience } = ways;
  const alone = ({ question, answer }: Asked<Question, Answer>): void =>
    void ways.alone(question).then(answer.resolve, answer.reject);
  if (isOnlyOne || (chunk.length === 1 && !patience)) {
    for (const one of chunk) alone(one);
    return;
  }
  const found = await ways.together(chunk.map(({ question }) => question));
  const stuck = 'stuckAt' in found && found.stuckAt !== null ? chunk[found.stuckAt] : undefined;
  if (!stuck) {
    for (const [i, one] of chunk.entries()) {
      const answer = 'answers' in found ? found.answers[i] : undefined;
      if (answer === undefined) alone(one);
      else one.answer.resolve(answer);
    }
    return;
  }
  if (patience) {
    patience.noteSlow(stuck.question);
    stuck.answer.resolve(patience.later);
  } else alone(stuck);
  const others = chunk.filter((one) => one !== stuck);
  if (others.length > 0) await together(others, false, ways);
}
