// What one sentence of a letter does: asks for something, announces what is asked below, or neither (a story, thanks, handling).
import { asksForNothing } from './handling.ts';

/** `question`, `order` and `thing` ask; `announces` leads to what is asked, in the lines below or elsewhere in the letter. */
export type Wanting = 'question' | 'order' | 'thing' | 'announces' | 'handling' | 'nothing';

/** Judgement: a sentence says what it wants in its first lines; the rest of a long one is the thing. */
const LOOKED_AT = 400;

/** Words before the asking ones that decide nothing: greetings, "secondly", "if so". */
const LEAD =
  /^(?:[\s*_"'“‘(>–—•-]+|(?:dear|hi|hello|hey|good (?:morning|afternoon|evening|day)|gentlemen|sirs?|madam)\b[^,.!?:]{0,40}[,.!:]|(?:also|and|or|but|so|then|finally|lastly|first(?:ly)?|second(?:ly)?|third(?:ly)?|fourth(?:ly)?|next|in addition|additionally|furthermore|further|moreover|similarly|likewise|therefore|again|specifically|in particular|more specifically|ideally|alternatively|separately|if (?:so|yes|not|no|possible|applicable|known|available|held|you do))\b[\s,:;–-]*)+/i;

const GIVE =
  '(?:provide|send|supply|give|share|release|disclose|furnish|forward|e-?mail|tell|inform|advise|confirm|let (?:me|us) (?:know|have|see)|state|specify|list|explain|say|clarify|indicate|identify|detail|describe|outline|show|set out|break ?down|produce|reveal|answer|point me|direct me|name|publish|include|make available|request|ask|have|get|see|obtain|know|find out|be (?:told|given|sent|provided|informed))';

/** Judgement: orders and polite questions, with their verb near. */
const ORDER = new RegExp(
  `^(?:provide|send|supply|give|tell|inform|advise|confirm|let (?:me|us)|specify|list|explain|clarify|identify|describe|outline|disclose|show|state|break ?down|name (?:the|all|any|each|every|your))\\b(?! of\\b)|\\b(?:please|kindly) (?:can|could|would|will) (?:you|i|we)\\b|\\b(?:can|could|would|will) (?:you|i|we) (?:please|kindly|also)\\b|\\b(?:please|kindly)\\b.{0,80}?\\b${GIVE}\\b|\\b(?:can|could|would|will|may|might) (?:you|i|we|(?:the|your) \\w+|somebody|someone|anyone|it)\\b.{0,60}?\\b${GIVE}\\b|\\b${GIVE} (?:me|us)\\b.{0,300}\\bplease\\b|(?:^|[,;:–-] ?|\\bnow |\\bso |\\band |\\bthen )(?:tell|send|give|let) (?:me|us)\\b`,
  'i',
);
const ANY_GIVE = new RegExp(`\\b${GIVE}\\b`, 'gi');
/** Judgement: how people say that they want something. */
const WANT =
  /\b(?:i|we)(?:(?:['’]d|\s+(?:would|should))(?:\s+(?:also|just|really|now|therefore|further|be|most|very|particularly))*\s+(?:like|love|welcome|appreciate|grateful|glad|pleased|obliged|interested|ask(?! that| you))|(?:['’](?:d|m|re)|\s+(?:would|should|am|are|hereby|also|just|really|only|now|do|did|formally|therefore|further|actually|simply))*\s+(?:want(?:ed)?|wish|need|seek|require|request(?:ing)?|ask(?:ing)?(?= for| how| what| who| whether)|seeking|after (?=the|an?|any|some|copies|details)|interested|keen|curious|looking (?:for|to)|hoping|writing to (?:request|ask|obtain|seek|find|enquire)|trying to (?:find|get|understand|establish)))\b|\b(?:and|but) would (?:also )?like to\b|\bit (?:would|['’]d) (?:also )?be (?:useful|helpful|good|interesting|nice) (?:to (?:know|have|see)|if you could)\b/i;
const QUESTION_WORDS =
  "(?:how (?:many|much|often|long|far|old|quickly|soon|big|large|likely|regularly|frequently|are|is|was|were|do|does|did|has|have|will|can)|(?:what|which|who|whose|whom)(?! i\\b| we\\b)|what(?:['’]s)|when (?:is|are|was|were|do|does|did|will|has|have)|where (?:is|are|was|were|do|does|did|will|has|have|can)|why (?:is|are|was|were|do|does|did|has|have|had|will|can))";
const AUXILIARY =
  '(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should) (?:the|there|it|they|(?<!(?:can|could|will|would|should) )you|your|any|anyone|anybody|someone|this|that|these|those|all|each|we|he|she|one|council|police|trust|department)';
/** A question without its mark: at the beginning, or after "In the last year, …". */
const ASKED = new RegExp(
  `^(?:(?:in|for|of|since|during|between|over|at|by|from|on|regarding|with|within|under|as|given|after|before|per|about|following)\\b.{0,200}?(?:[\\s,:;–-](?=how )|[,:;–-] ?(?=how |what |why )))?${QUESTION_WORDS}\\b|^${AUXILIARY}\\b|^whether\\b`,
  'i',
);
const ANY_QUESTION =
  /\b(?:how|what|which|who|whom|whose|when|where|why|whether|any|is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|may|numbers?)\b/i;

/** Judgement: nouns that a bare line or sentence begins with when it is the thing wanted ("The number of …"). */
const THING =
  /^(?:(?:the|a|an|any|all|each|every|both|total|full|overall|average|annual|current|latest|most recent|combined|actual|maximum|minimum|highest|lowest|longest|shortest|median|mean|gross|net|complete|exact|up[ -]to[ -]date|recorded|available|other|internal|your|my)\s+){0,5}(?:\w{4,}\s+)?(?:numbers?|amounts?|costs?|values?|dates?|names?|percentages?|proportions?|rates?|figures?|totals?|sums?|cop(?:y|ies)|lists?|breakdowns?|details?|spend(?:ing)?|expenditure|budgets?|contracts?|polic(?:y|ies)|reports?|minutes|notes|correspondence|communications?|emails?|documents?|documentation|records?|information|data|statistics|reasons?|outcomes?|results?|lengths?|durations?|terms?|times?|fees?|charges?|fines?|income|staff|average|description|location|criteria|plans?|maps?|assessments?|reviews?|guidance|training)\b/i;

/** The last order of a sentence and its words up to "the following", in which a thing may be named. */
const TO_FOLLOWING = new RegExp(
  `^.*\\b(?:${GIVE}|like|like to|grateful for|require|need|on|requesting|seeking)\\b(.{0,200}?)\\b(?:following|below)\\b`,
  'i',
);
/** Words that name no thing: "with the", "information about". */
const EMPTY_WORDS =
  /\b(?:me|us|with|the|a|an|any|some|all|information|info|details?|data|answers?|responses?|figures|documents?|to|on|for|about|regarding|relating|of|in|by|please|you|could|can|if|list(?:ed)?|set|out|questions?|under|foi|foia|freedom|act|2000|and|or|as|i|would|like|be|council|from|your|each|know|is|are|am|my|this|request|also|do|does)\b|[^\p{L}\s]/giu;
/** Judgement: a request that is made, or information that is sought about something, with no thing of its own. */
const ANNOUNCES =
  /\b(?:following|below|questions? (?:is|are|relate)|answers? to|(?:make|making|submit|submitting|lodge|lodging|raise|raising|put in|place|is|as) (?:a|an|this|my|the|our)(?: \w+){0,6}? (?:requests?|enquiry)|(?:request|requesting|seek|seeking|obtain|require|want|like|for|have|after|asking for)(?: to (?:request|receive|obtain|have|know))? (?:some |the |more |any |further |certain )*(?:information|info|data|details)(?: (?:about|on|regarding|relating|concerning|with regards?|in relation|pertaining|under|from)\b|[.,:]?$)|(?:find out|know|hear|learn|understand|ask|enquire)(?: more)? about|this (?:request|foi|freedom)|(?:my|our) (?:request|questions?|enquiry|query) (?:is|are|has|have|relates?|concerns?)|(?:two|three|four|five|six|some|a few|several) questions|would (?:therefore )?(?:be grateful|appreciate|like to (?:know|ask|request))[,:]*$|interested in)\b/i;

/** Names a thing of its own although it speaks of "the following": "copies of the minutes of the following meetings". */
function namesThing(words: string): boolean {
  const before = TO_FOLLOWING.exec(words)?.[1];
  return before !== undefined && (before.replace(EMPTY_WORDS, '').match(/\p{L}+/gu)?.length ?? 0) >= 2;
}

function isQuoted(words: string): boolean {
  return /[?!.]["”’]\s*$/.test(words) && /["“‘]/.test(words.slice(0, -2));
}

/** What one sentence wants. No more than its first 400 characters are looked at. */
export function wanting(sentence: string): Wanting {
  const words = sentence.slice(0, LOOKED_AT).replace(LEAD, '');
  if (!/\S\s+\S/.test(words) || isQuoted(sentence.slice(-LOOKED_AT))) return 'nothing';
  const asked = ASKED.test(words);
  if (!asked && asksForNothing(words)) return 'handling';
  const order = ORDER.test(words) || WANT.test(words);
  const announced = ANNOUNCES.test(words);
  if (announced && !asked && !namesThing(words) && (order || /:[\s*_-]*$/.test(sentence) || !/\?/.test(sentence)))
    return order || /request|question|information/i.test(words) ? 'announces' : 'nothing';
  if (order) return /:[\s*_-]*$/.test(sentence) && emptyOrder(words) ? 'announces' : 'order';
  if (asked) return /\S\s+\S+\s+\S/.test(words) ? 'question' : 'nothing';
  if (/\?["'”’)*_]*$/.test(sentence) && ANY_QUESTION.test(words) && /\S\s+\S+\s+\S/.test(words)) return 'question';
  return THING.test(words) ? 'thing' : 'nothing';
}

/** "Please provide:", "I would like to know, for each year:": an order whose thing stands in the lines below. */
function emptyOrder(words: string): boolean {
  const rest = words.slice(-160).replace(EMPTY_WORDS, '').replace(ANY_GIVE, '');
  return (rest.match(/\p{L}+/gu)?.length ?? 0) < 4;
}
