// A command that was written wrongly; the entry of the command line ends with exit code 2 for it, and 1 for any other error.

/** The message names the option and what to write instead. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** The choice that an option's text names; throws UsageError with the choices. */
export function choiceOf<Choice extends string>(option: string, text: string, choices: readonly Choice[]): Choice {
  const found = choices.find((choice) => choice === text);
  if (found === undefined) throw new UsageError(`${option} ${text}: write one of ${choices.join(', ')}`);
  return found;
}
