// A mail on its way into the register: what was read of it, what it becomes, and who registers it.
import type { Authority } from '../authority.ts';
import type { Classification } from '../classify/classify.ts';
import type { Text } from '../classify/text.ts';
import type { SecondOpinion } from '../learn/opinion.ts';
import type { Mail } from '../mail/parse.ts';
import type { Waiting } from './claim.ts';
import type { Filing } from './filing.ts';
import type { Thread } from './thread.ts';

/** Whether a receipt may go, as the check list decided it; `human`: whatever else, a person should look. */
export type ReceiptDecision =
  | { readonly send: true; readonly to: string; readonly because: string }
  | { readonly send: false; readonly because: string; readonly human: boolean };

/** A mail after the pipeline's reading steps. */
export type Worked =
  | { readonly waiting: Waiting; readonly outcome: 'unparsable'; readonly because: string }
  | { readonly waiting: Waiting; readonly outcome: 'again'; readonly mail: Mail; readonly of: Original }
  | {
      readonly waiting: Waiting;
      /** Parsed, but the rules came to no end with it: a person reads it, since it may hold a request. */
      readonly outcome: 'unclassified';
      readonly mail: Mail;
      readonly text: Text;
      readonly thread: Thread | null;
      readonly because: string;
    }
  | {
      readonly waiting: Waiting;
      readonly outcome: 'classified';
      readonly mail: Mail;
      /** What the rules read of it. */
      readonly text: Text;
      readonly classification: Classification;
      readonly secondOpinions: readonly SecondOpinion[];
      readonly thread: Thread | null;
      readonly receipt: ReceiptDecision;
      /** Why it looks automatic although nothing proves it; null: it does not. */
      readonly unsure: string | null;
    };

/** The mail that a copy repeats, and the requests it belongs to. */
export interface Original {
  readonly messageId: string;
  readonly kind: string | null;
  readonly requestIds: readonly string[];
}

/** One mail on its way into the register: what it is, what it becomes. */
export interface Entry {
  readonly worked: Worked;
  readonly receivedOn: string;
  readonly filing: Filing | null;
}

/** Why a person must look at the mail: for what it is, or because its receipt is left to staff; null: nobody must. */
export function parkedBecause({ worked, filing }: Entry): string | null {
  if (worked.outcome === 'unparsable') return `could not be read: ${worked.because}`;
  if (filing?.parked) return filing.parked;
  const left = worked.outcome === 'classified' && !worked.receipt.send && worked.receipt.human;
  return left ? worked.receipt.because : null;
}

/** Who registers, and how an acknowledgement's Message-ID is made from the first reference it names. */
export interface Desk {
  readonly authority: Authority;
  readonly ackMessageId: (reference: string) => string;
}
