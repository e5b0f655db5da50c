// What became of an acknowledgement, in words for staff: sent, not sent because, waiting, unknown.
import type { AcknowledgementRow } from '../register/acknowledgement.ts';

const WORDS: Readonly<Record<AcknowledgementRow['state'], string>> = {
  ready: 'waiting to be sent',
  held: 'waiting',
  sending: 'on its way',
  sent: 'sent',
  failed: 'not sent',
  unknown: 'unknown whether it left',
  withheld: 'not sent',
};

/** @param state null: none was made. `because` is shown beside every state. */
export function receiptWords(state: AcknowledgementRow['state'] | null, because: string | null): string {
  const words = state === null ? 'not sent' : WORDS[state];
  return because === null || because === '' ? words : `${words}: ${because}`;
}
