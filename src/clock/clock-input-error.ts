// A due date that cannot be worked out from its input; names the part, so that a caller can name its own option for it.
import { PermanentError } from '../errors.ts';

/** The part of `due`'s input that makes no sense, in law or in itself. */
export type DueInputPart = 'regime' | 'receivedOn' | 'division' | 'review' | 'extended' | 'events' | 'schoolTerms';

/** The message says what is wrong and what to give instead. */
export class ClockInputError extends PermanentError {
  readonly part: DueInputPart;

  constructor(part: DueInputPart, message: string) {
    super(message);
    this.part = part;
  }
}
