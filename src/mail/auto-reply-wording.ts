// How automatic replies call themselves in the subject and in the first lines, where no header says so.

/**
 * Subjects that mail programs give to automatic replies. Anchored at the start and closed by a colon, dash or the end:
 * "Out of office hours policing" is a person's subject, and "Fwd: Automatic reply" is a person forwarding one.
 */
const SUBJECTS: readonly RegExp[] = [
  /^auto(?:matic|mated)?[- ]?(?:e-?mail |mail )?(?:reply|response|respond(?:er)?|answer|acknowledge?ment|notification)\b\s*(?:$|[:;–—-]|from |to )/,
  /^(?:auto)\s?:/,
  /^(?:i am |i'm |we are )?(?:currently )?out of (?:the )?office(?: (?:auto(?:matic)?[- ]?)?(?:reply|response|message|notification|assistant|autoreply))?\s*(?:$|[:;(–—-]|(?:until|till|from|re:)\b)/,
  /^(?:ooo|oof)\s?:/,
  /^(?:away|on (?:annual |maternity |paternity |sick |parental )?leave|on holiday|on vacation|away from (?:my|the) (?:desk|office))(?: message)?\s*(?:$|[:;–—-]|(?:until|till|from)\b)/,
  /^vacation (?:reply|message|response|notice)\b/,
  /^(?:read|not read|deleted|displayed)\s?: \S/,
  /^(?:read receipt|return receipt|disposition notification)\b/,
  /^(?:ateb awtomatig|ymateb awtomatig|allan o'r swyddfa|i ffwrdd o'r swyddfa)\s*(?:$|[:;–—-])/,
  /^(?:abwesenheits(?:notiz|nachricht|benachrichtigung|assistent)?|automatische (?:antwort|abwesenheitsnachricht)|abwesend)\b/,
  /^(?:réponse automatique|absence du bureau|absent\(?e?\)? du bureau|notification d'absence)\b/,
  /^(?:respuesta automática|fuera de la oficina|risposta automatica|fuori ufficio|resposta automática)\b/,
  /^(?:automatisch antwoord|afwezig(?:heid)?|autosvar|automatiskt svar|automaattinen vastaus|autoodpowiedź|odpowiedź automatyczna)\b/,
];

/** Sentences of automatic replies: in English and in Welsh, from the ready-made texts of mail programs and service desks. */
const SENTENCES: readonly RegExp[] = [
  /\bthis is an? (?:automated|automatic|auto[- ]?generated|automatically generated) (?:e-?mail|email|mail|message|reply|response|acknowledge?ment|notification)/,
  /\b(?:this|your) (?:e-?mail|mailbox|mail|inbox) (?:address |account )?(?:is|has been) (?:no longer|not) (?:in use|monitored|active|checked)/,
  /\b(?:i am|i'm|i will be|i shall be) (?:currently |now )?(?:out of (?:the )?office|away from (?:the|my) (?:office|desk)|on (?:annual |maternity |paternity |sick |parental )?leave)\b/,
  /\b(?:i am|i'm) (?:currently )?(?:away|on holiday|on vacation|absent)\b[^.?]{0,80}(?:until|till|return|back)/,
  /\bthank you for (?:your (?:e-?mail|message)|contacting)[^?]{0,400}\b(?:this is an automat|do not reply to this)/,
  /\b(?:ymateb|ateb|neges) awtomatig yw h(?:wn|on)\b|\brydw i allan o'r swyddfa\b|\brwyf (?:i )?allan o'r swyddfa\b/,
];

/** Judgement: automatic replies say what they are at once; a person may mention an absence further down. */
const LOOKED_AT = 600;

/** Whether mail programs give automatic replies such a subject. */
export const isAutoReplySubject = (subject: string): boolean => {
  const line = subject.toLowerCase().replace(/’/g, "'");
  return SUBJECTS.some((pattern) => pattern.test(line));
};

/** Whether the text begins as an automatic reply does. */
export const isAutoReplyText = (text: string): boolean => {
  const start = text.slice(0, LOOKED_AT).toLowerCase().replace(/’/g, "'").replace(/\s+/g, ' ');
  return SENTENCES.some((pattern) => pattern.test(start));
};
