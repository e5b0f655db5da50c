// HTML mail as the text an officer reads: lists keep their numbers, rows their cells, replies their `>`; nothing is fetched.
import { compile, type HtmlToTextOptions } from 'html-to-text';

/** Judgement: ten times the longest request seen as HTML; above it only the tags are taken out. */
const MAX_HTML_CHARACTERS = 1_000_000;
/** Chrome flattens anything deeper than 512; the HTML parser's cost grows with the square of the depth. */
const MAX_DEPTH = 512;
/** Judgement: longer addresses are trackers and rewritten links, which nobody reads. */
const MAX_LINK_CHARACTERS = 160;

const shownLink = (link: string): string =>
  /^https?:\/\//i.test(link) && link.length <= MAX_LINK_CHARACTERS ? link : '';
const plainHeading = { format: 'heading', options: { uppercase: false } };

const ONE_LINE = { leadingLineBreaks: 1, trailingLineBreaks: 1 };

const OPTIONS: HtmlToTextOptions = {
  wordwrap: false,
  preserveNewlines: false,
  selectors: [
    {
      selector: 'a',
      format: 'anchor',
      options: { hideLinkHrefIfSameAsText: true, noAnchorUrl: true, pathRewrite: shownLink },
    },
    { selector: 'img', format: 'skip' },
    { selector: 'style', format: 'skip' },
    { selector: 'script', format: 'skip' },
    { selector: 'title', format: 'skip' },
    { selector: 'hr', format: 'horizontalLine', options: { length: 40 } },
    ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((selector) => ({ selector, ...plainHeading })),
    { selector: 'ul', format: 'unorderedList', options: { itemPrefix: '- ' } },
    { selector: 'p', format: 'paragraph', options: { leadingLineBreaks: 1, trailingLineBreaks: 2 } },
    { selector: 'table', format: 'block', options: ONE_LINE },
    { selector: 'tr', format: 'block', options: ONE_LINE },
    { selector: 'td', format: 'inlineSurround', options: { suffix: ' ' } },
    { selector: 'th', format: 'inlineSurround', options: { suffix: ' ' } },
    // Only a reply's quotation gets `>`: Gmail and Outlook also use <blockquote> to indent a person's own paragraph.
    { selector: 'blockquote', format: 'block', options: ONE_LINE },
    { selector: 'blockquote[type=cite]', format: 'blockquote' },
    { selector: 'blockquote.gmail_quote', format: 'blockquote' },
  ],
};
const convert = compile(OPTIONS);

/** Elements that never have an end tag (HTML, 13.1.2). A cell or a paragraph that is not closed really nests. */
const VOID = /^(?:area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr)$/i;

/** Whether elements nest deeper than the converter can take in linear time; unclosed ones count as open. */
function isTooDeep(html: string): boolean {
  let depth = 0;
  for (const [, slash, name] of html.matchAll(/<(\/?)([a-z][a-z0-9]*)/gi)) {
    if (name === undefined || VOID.test(name)) continue;
    depth = Math.max(0, depth + (slash === '/' ? -1 : 1));
    if (depth > MAX_DEPTH) return true;
  }
  return false;
}

/** The text without its tags, in one pass: for what is too long or too deep to lay out. Never loses a word. */
function withoutTags(html: string): string {
  let text = '';
  let from = 0;
  while (from < html.length) {
    const open = html.indexOf('<', from);
    const close = open < 0 ? -1 : html.indexOf('>', open);
    text += html.slice(from, open < 0 ? html.length : open);
    if (open < 0) break;
    if (close < 0) return text + html.slice(open);
    text += /^<(?:br|\/?(?:p|div|tr|li|h[1-6]|table|blockquote))\b/i.test(html.slice(open, open + 14)) ? '\n' : ' ';
    from = close + 1;
  }
  return text
    .replace(/&nbsp;/g, ' ')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&amp;/g, '&');
}

/** The text of an HTML part. Never throws, never fetches, and takes time in proportion to the length. */
export function textOfHtml(html: string): string {
  if (html.length > MAX_HTML_CHARACTERS || isTooDeep(html)) return withoutTags(html);
  try {
    return convert(html)
      .replace(/[ \t]+\n/g, '\n')
      .replace(/\n{3,}/g, '\n\n');
  } catch {
    return withoutTags(html);
  }
}
