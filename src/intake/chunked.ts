// Asks a thread several things in one message: a message costs more than reading an ordinary mail. What fails in company is asked alone.

/** Judgement: more gains no speed (npm run bench), and a chunk that fails is read twice. */
const CHUNK = 10;

interface Asked<Question, Answer> {
  readonly question: Question;
  readonly answer: PromiseWithResolvers<Answer>;
}

/**
 * @param askAll answers many questions, in order; when it rejects, each is asked alone.
 * @returns asks one question, together with others that are asked in the same turn of the event loop.
 */
export function chunked<Question, Answer>(
  askAll: (questions: readonly Question[]) => Promise<readonly Answer[]>,
  askOne: (question: Question) => Promise<Answer>,
): (question: Question) => Promise<Answer> {
  let gathering: Asked<Question, Answer>[] = [];
  const alone = ({ question, answer }: Asked<Question, Answer>): void =>
    void askOne(question).then(answer.resolve, answer.reject);
  const together = async (chunk: readonly Asked<Question, Answer>[]): Promise<void> => {
    const answers = await askAll(chunk.map(({ question }) => question)).catch(() => null);
    for (const [i, asked] of chunk.entries()) {
      const answer = answers?.[i];
      if (answer === undefined) alone(asked);
      else asked.answer.resolve(answer);
    }
  };
  const flush = (): void => {
    const asked = gathering;
    gathering = [];
    for (let i = 0; i < asked.length; i += CHUNK) {
      const chunk = asked.slice(i, i + CHUNK);
      const [only] = chunk;
      if (chunk.length === 1 && only) alone(only);
      else void together(chunk);
    }
  };
  return (question) => {
    const asked = { question, answer: Promise.withResolvers<Answer>() };
    if (gathering.length === 0) setImmediate(flush);
    gathering.push(asked);
    return asked.answer.promise;
  };
}
