// The one failure that retrying cannot cure; every other exception is retried by whoever called.

/** Retrying cannot help: the mail or row is parked and shown to a person, with this message as the reason. */
export class PermanentError extends Error {
  override readonly name = 'PermanentError';
}

/** The message of whatever was thrown, for a reason that a person reads. */
export const reasonOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown));
