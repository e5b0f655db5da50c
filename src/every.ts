// Does something again and again, never twice at once, until it is stopped; a failure is told and the next turn comes all the same.

export interface Repeating {
  /** Resolves when the first turn has ended, well or not. */
  readonly first: Promise<void>;
  /** No new turn; resolves when the one in hand has ended. */
  stop(): Promise<void>;
}

/** The first turn starts at once. */
export function every(intervalMs: number, turn: () => Promise<void>, onError: (error: unknown) => void): Repeating {
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  let inHand = Promise.resolve();
  const next = (): void => {
    inHand = turn()
      .catch(onError)
      .then(() => {
        if (!stopped) timer = setTimeout(next, intervalMs);
      });
  };
  next();
  return {
    first: inHand,
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await inHand;
    },
  };
}
