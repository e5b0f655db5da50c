// Sentences of a request that ask for nothing of their own: format, cost limit, clarification, receipt, thanks, advice.

/** Judgement: the usual words of a request about its own handling, from general knowledge of such letters. */
const HANDLING =
  /\b(?:(?:please|kindly|you) acknowledge|acknowledge (?:receipt|this|my|that you)|(?:confirm|confirmation of) (?:safe )?receipt|receipt of (?:this|my)|hesitate|feel free|look(?:ing)? forward|get back to me|let me know (?:if (?:you|this|that|there|it|any)|when you|once|that you|you have|in advance)|contact me|call me|reach out|to whom (?:it|this) may|what (?:else )?do you need|pass (?:on )?my|(?:general|overall) (?:picture|position)|same (?:request|questions?|information|from)|explain why i|need to know(?=[.!]*$)|bear in mind|advice and assistance|advise and assist|section (?:12|16|17)|s\.?(?:12|16|17)\b|(?:20|twenty)[ -](?:working )?days?|at your earliest|internal review|information commissioner|for the avoidance of doubt|by return|justify (?:all|any)|grounds for (?:refus|with)|(?:refine|narrow|clarify|reduce|rephrase) (?:my|the|this|down)|point me (?:to|in the direction)|in (?:the )?public interest|re-?us(?:e|ing) (?:it|this|the)|dispense with|happy to (?:receive|accept|clarify|discuss|narrow)|(?:refers?|referring) to\b|(?:by|when i say) .{0,60}\bi mean|is defined as|thank(?:s| you)|apologi[sz]e|my (?:address|email|e-mail|phone|telephone|name) is)\b/i;

/** Judgement: orders about the answer, not for information. */
const ABOUT_ANSWER =
  /\b(?:(?:please|kindly)(?: (?:can|could|would) you)?|(?:can|could|would) you(?: please| kindly)?) (?:also )?(?:be (?:aware|advised|assured)|note|treat|accept|find|see|refer|remember|ignore|disregard|exclude|limit|read|do not|don['’]t|ensure|make sure|answer|respond|reply|use|follow|take (?:this|it|into)|consider|redact|understand|forgive|excuse|help(?: me)?(?=[.?!]*$)|assist|complete|forward (?:this|my|it)|pass (?:this|it|my)|say so|state (?:this|so)|post it|get in touch|be specific|(?:provide|supply|give) for (?:each|all|every|the)(?=.{0,60}$)|(?:supply|give|provide|detail|show|list) (?:each|the figures for each|every) (?:year|month)|(?:provide|give|include|state|supply|list) their (?:names?|job|titles?|contact|e-?mail|roles?)|only (?:include|provide|send)|include (?:all |any )?(?:names?|definitions|those|these|them|the data for))\b/i;

const GIVEN =
  '(?:like|see|break|want|need|prefer|provide|send|supply|give|share|release|e-?mail|forward|post|return|receive|have|get|request|present|submit|include|break ?down|split|separate|direct|reply|respond|explain)';
/** The answer itself as the object of an order: "send this in Excel", "have the information by e-mail", "provide it for 2024". */
const ANSWER_ITSELF = new RegExp(
  `\\b${GIVEN} (?:me |us )?(?:with )?(?:(?:this|that|these|those|it|them|everything|the above)|(?:(?:this|these|those|the|your|any|all|my)(?: of)?(?: the)? )?(?:requested |above |relevant |same |full |final )?(?:information|info|data|responses?|repl(?:y|ies)|answers?|results?|material|totals?)(?: requested| above)?)(?: (?:in|as|by|for|to|from|via|broken|separated|separately|at|on|within|using|where|if|over|down|electronically|digitally|preferably|please|per|either|and|when|is|with|back|through|out|cover|covering)\\b|\\s*[,.;:?!]|\\s*$)`,
  'i',
);
const FORMAT =
  /\b(?:excel|csv|spreadsheets?|xlsx?|pdf|electronic(?:ally)?|electronic (?:form|copy)|digital(?:ly)?|machine[ -]readable|tabular|table form|by e?-?mail|via e?-?mail|by post|hard cop(?:y|ies)|format|word document|google sheet)\b/i;
const ANSWER_FORMATTED =
  /\b(?:this|it|these|them|the (?:information|data|answers?|responses?|above|figures|results)|responses?|answers?|information|your (?:answer|response|reply))\b/i;
const ANSWER_SUBJECT =
  /^(?:please |if possible,? |ideally,? )*(?:(?:can|could|would|may) )?(?:this|it|these|(?:the |your )?(?:information|data|answers?|responses?|figures|above))(?: \w+){0,3} (?:be|is|should|can|could|would)\b/i;

/** Judgement: conditions about the answer: "if the cost limit is exceeded", "should you need clarification". */
const CONDITION =
  /^(?:if|should|where|in the event|unless|in case|were|failing|as long as|when|while|although|whilst)\b/i;
const CONDITION_HANDLING =
  /\b(?:costs? (?:of|limit)|time limit|limits?|exceeds?|exceeded|refus\w+|exempt\w*|withh[eo]ld\w*|redact\w*|clarif\w+|further information|(?:further|any) (?:questions|queries|details)|contact|unable|not (?:possible|able|held|available|hold|have|clear|readily)|cannot|can['’]t|isn['’]t|unavailable|too (?:broad|wide|large|long|much|many)|(?:publicly|already|elsewhere) (?:been )?(?:available|published|in the public)|publicly|more information|unclear|narrow|refine|(?:this|my|the) request|deni\w+|do(?:es)? not (?:hold|have|record)|don['’]t (?:hold|have|record)|(?:this|the|any) (?:information|data)|any of (?:this|the|these)|anything|awkward|easier|harder|quicker|small numbers|full data|some (?:of|data))\b/i;

/** Whether a sentence asks for nothing but how the request is dealt with. */
export function asksForNothing(words: string): boolean {
  return (
    HANDLING.test(words) ||
    ABOUT_ANSWER.test(words) ||
    ANSWER_ITSELF.test(words) ||
    ANSWER_SUBJECT.test(words) ||
    (FORMAT.test(words) && words.length < 160 && ANSWER_FORMATTED.test(words)) ||
    (CONDITION.test(words) && CONDITION_HANDLING.test(words))
  );
}
