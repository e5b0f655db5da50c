// Reads Authentication-Results headers (RFC 8601): who checked the sender, and what SPF, DKIM and DMARC said.

/** One result: `result` is the keyword in lower case (pass, fail, softfail, none …), `domain` what it was checked for. */
export interface AuthResult {
  readonly result: string;
  readonly domain: string | null;
}

export interface AuthResults {
  /** Lower case; '' where the server leaves it out, as Microsoft 365 does. Any sender can write any name here. */
  readonly authservId: string;
  readonly dmarc: readonly AuthResult[];
  readonly spf: readonly AuthResult[];
  readonly dkim: readonly AuthResult[];
}

/** Judgement: real ones have fewer than ten methods; more is an attack on the reader's time. */
const MAX_METHODS = 50;

/** The value without comments (nested ones too); quoted strings lose their quotes and keep their words apart. */
function withoutComments(value: string): string {
  let plain = '';
  let depth = 0;
  let quoted = false;
  for (let i = 0; i < value.length; i += 1) {
    const character = value[i] ?? '';
    if (character === '\\') i += 1;
    else if (character === '"' && depth === 0) quoted = !quoted;
    else if (character === '(' && !quoted) depth += 1;
    else if (character === ')' && !quoted) depth = Math.max(0, depth - 1);
    else if (depth === 0) plain += quoted && /[;=\s]/.test(character) ? '_' : character;
  }
  return plain;
}

/** RFC 8601 section 2.7: the property each method's verdict is about. */
const ABOUT = {
  dmarc: /\bheader\.from=([^\s;]+)/i,
  spf: /\bsmtp\.(?:mailfrom|helo)=([^\s;]+)/i,
  dkim: /\bheader\.d=@?([^\s;]+)/i,
} as const;

function resultsOf(statements: readonly string[], method: keyof typeof ABOUT): AuthResult[] {
  const form = new RegExp(`^\\s*${method}(?:\\s*/\\s*\\d+)?\\s*=\\s*([a-z]+)`, 'i');
  return statements.flatMap((statement) => {
    const result = form.exec(statement)?.[1];
    if (result === undefined) return [];
    const about =
      ABOUT[method].exec(statement)?.[1] ??
      (method === 'dkim' ? /\bheader\.i=([^\s;]+)/i.exec(statement)?.[1] : undefined);
    const domain = about === undefined ? null : about.slice(about.lastIndexOf('@') + 1).toLowerCase();
    return [{ result: result.toLowerCase(), domain }];
  });
}

function authResultsOf(value: string): AuthResults {
  const statements = withoutComments(value.slice(0, 16_384)).split(';').slice(0, MAX_METHODS);
  const first = (statements[0] ?? '').trim();
  const named = !/^[a-z0-9-]+(?:\s*\/\s*\d+)?\s*=/i.test(first);
  const rest = named ? statements.slice(1) : statements;
  return {
    authservId: named ? (first.split(/\s+/)[0] ?? '').toLowerCase() : '',
    dmarc: resultsOf(rest, 'dmarc'),
    spf: resultsOf(rest, 'spf'),
    dkim: resultsOf(rest, 'dkim'),
  };
}

/** Every Authentication-Results header, topmost first; `headers` as in Mail. A malformed one has empty lists. */
export function authResults(headers: ReadonlyMap<string, readonly string[]>): AuthResults[] {
  return (headers.get('authentication-results') ?? []).map(authResultsOf);
}
