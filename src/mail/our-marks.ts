// What our own acknowledgements carry, by which we know them when they come back: their Message-ID and a header.
import { PermanentError } from '../errors.ts';

/** The header that our own mail carries; any mail that brings it in is never answered. */
export const LOOP_HEADER = 'X-FOI-Loop';

/** `FOI/000123/26` sent from foi@northmere.police.example → `<ack.FOI-000123-26.1@northmere.police.example>`. */
export function acknowledgementId(reference: string, from: string): string {
  const slug = reference
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  if (slug === '') throw new PermanentError(`the reference "${reference}" has no letter or digit to make an id from`);
  return `<ack.${slug}.1@${from.slice(from.lastIndexOf('@') + 1)}>`;
}

const OUR_ID = /^<ack\.[A-Za-z0-9-]+\.\d+@([^\s<>@]+)>$/;

/** Whether an id has the form of one of our acknowledgements, whoever made it. */
export const isLikeOurs = (id: string): boolean => OUR_ID.test(id);

/** Whether an id has the form of one of our acknowledgements at one of our domains. */
export const isAcknowledgementId = (id: string, domains: readonly string[]): boolean =>
  domains.includes(OUR_ID.exec(id)?.[1]?.toLowerCase() ?? '');
