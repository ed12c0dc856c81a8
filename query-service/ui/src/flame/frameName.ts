/**
 * Reads function names of many languages, for colours and short labels. Names are shown to people and never parsed for
 * meaning, so a guess that is wrong for a rare name costs only a less telling label.
 */

// The slash before a JVM lambda's address (`Foo$$Lambda/0x7f01.run`) separates no package.
const LAST_PATH_SEPARATOR = /\/(?!0x)[^/]*$/;

/** The name without its package: `Cart.add` of `com.example.shop.Cart.add`, `cart.(*Server).Add` of a Go path. */
export function shortName(name: string): string {
  const { head, rest } = splitArguments(name);
  const slash = LAST_PATH_SEPARATOR.exec(head)?.index ?? -1;
  const local = head.slice(slash + 1);
  const segments = local.split('.');
  const typeAt = segments.findIndex((segment) => /^[A-Z]/.test(segment));
  // Without a type that starts with a capital there is no telling package from function.
  return (typeAt > 0 ? segments.slice(typeAt).join('.') : local) + rest;
}

/** What frames of one colour have in common: the package, at most three parts deep, or the namespace. */
export function packageOf(name: string): string {
  const { head } = splitArguments(name);
  const slash = head.search(LAST_PATH_SEPARATOR);
  if (slash >= 0) {
    const local = head.slice(slash + 1);
    const parts = head.slice(0, slash).split('/');
    const goPackage = /^[a-z]/.test(local) ? [local.split('.')[0] ?? ''] : [];
    return [...parts, ...goPackage].slice(0, parts[0]?.includes('.') === true ? 4 : 3).join('/');
  }
  if (head.includes('::')) {
    return head.split('::')[0] ?? '';
  }
  const segments = head.split('.');
  const typeAt = segments.findIndex((segment) => /^[A-Z]/.test(segment));
  if (segments.length > 1) {
    return segments.slice(0, Math.min(3, typeAt > 0 ? typeAt : segments.length - 1)).join('/');
  }
  return /^_*[a-z0-9]+/i.exec(head)?.[0] ?? head;
}

function splitArguments(name: string): { head: string; rest: string } {
  const at = name.search(/[(<]/);
  return at <= 0 ? { head: name, rest: '' } : { head: name.slice(0, at), rest: name.slice(at) };
}
