/** One condition on a label, such as `pod=~"cart-.*"`. */
export interface Matcher {
  readonly name: string;
  readonly operator: Operator;
  readonly value: string;
}

export const OPERATORS = ['=', '!=', '=~', '!~'] as const;
export type Operator = (typeof OPERATORS)[number];

const LEGACY_NAME = /^[a-zA-Z_][a-zA-Z0-9_]*$/;
const MATCHER = /^\s*("(?:[^"\\]|\\.)*"|[a-zA-Z_][a-zA-Z0-9_]*)\s*(=~|!~|!=|=)\s*("(?:[^"\\]|\\.)*")\s*$/;

/** Writes the selector of the query API; names outside the old alphabet are quoted, as PromQL 3 does. */
export function toSelector(matchers: readonly Matcher[]): string {
  return `{${matchers.map(writeMatcher).join(',')}}`;
}

export function writeMatcher({ name, operator, value }: Matcher): string {
  return (LEGACY_NAME.test(name) ? name : quote(name)) + operator + quote(value);
}

/** Reads what `writeMatcher` wrote; `undefined` for anything else, since a URL is typed by people too. */
export function readMatcher(text: string): Matcher | undefined {
  const match = MATCHER.exec(text);
  const [, name, operator, value] = match ?? [];
  if (name === undefined || operator === undefined || value === undefined) {
    return undefined;
  }
  return { name: name.startsWith('"') ? unquote(name) : name, operator: operator as Operator, value: unquote(value) };
}

/** The selector of one service and the conditions on it. */
export function selectorOf(service: string, matchers: readonly Matcher[]): string {
  const first: Matcher[] = service === '' ? [] : [{ name: 'service_name', operator: '=', value: service }];
  return toSelector([...first, ...matchers]);
}

function quote(text: string): string {
  const escaped = text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
  return `"${escaped}"`;
}

function unquote(quoted: string): string {
  return quoted.slice(1, -1).replace(/\\(.)/g, (_, character: string) => (character === 'n' ? '\n' : character));
}
