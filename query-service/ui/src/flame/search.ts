import { ROOT, type FlameTree } from './tree';

/** What a search text means: a test on function names, nothing, or a fault to show beside the box. */
export type Search =
  | { readonly kind: 'none' }
  | { readonly kind: 'test'; readonly matches: (name: string) => boolean }
  | { readonly kind: 'fault'; readonly message: string };

/** Text is a substring in any case; between slashes it is a regular expression. */
export function compileSearch(text: string): Search {
  if (text.trim() === '') {
    return { kind: 'none' };
  }
  const expression = /^\/(.+)\/$/.exec(text.trim())?.[1];
  if (expression === undefined) {
    const needle = text.trim().toLowerCase();
    return { kind: 'test', matches: (name) => name.toLowerCase().includes(needle) };
  }
  try {
    const pattern = new RegExp(expression, 'i');
    return { kind: 'test', matches: (name) => pattern.test(name) };
  } catch (fault) {
    return { kind: 'fault', message: fault instanceof Error ? fault.message : String(fault) };
  }
}

/** Which nodes match; one test per name, since a name occurs in many nodes. */
export function matchNodes(tree: FlameTree, matches: (name: string) => boolean): Uint8Array {
  const byName = tree.names.map(matches);
  const hits = new Uint8Array(tree.nodeCount);
  // The root stands for everything; a search for `t` should not match all because it is called `total`.
  for (let node = ROOT + 1; node < tree.nodeCount; node++) {
    hits[node] = byName[tree.nameIndex[node] as number] === true ? 1 : 0;
  }
  return hits;
}

export interface Matched {
  /** The value of all stacks with at least one hit. */
  readonly total: number;
  readonly nodeCount: number;
}

/** Sums the hits within a subtree; a hit below another hit adds nothing, for its stacks are counted already. */
export function sumMatches(tree: FlameTree, hits: Uint8Array, subtree: number): Matched {
  const state = new Uint8Array(tree.nodeCount);
  let total = 0;
  let nodeCount = 0;
  // Parents have smaller numbers than their children, so one pass knows what is above a node.
  for (let node = subtree; node < tree.nodeCount; node++) {
    const above = node === subtree ? INSIDE : (state[tree.parent[node] as number] as number);
    if (above === OUTSIDE) {
      continue;
    }
    const hit = hits[node] === 1;
    state[node] = hit ? COVERED : above;
    nodeCount += hit ? 1 : 0;
    total += hit && above !== COVERED ? (tree.total[node] as number) : 0;
  }
  return { total: isBelowHit(tree, hits, subtree) ? (tree.total[subtree] as number) : total, nodeCount };
}

const OUTSIDE = 0;
const INSIDE = 1;
const COVERED = 2;

// Inside a hit everything belongs to a matched stack.
function isBelowHit(tree: FlameTree, hits: Uint8Array, subtree: number): boolean {
  for (let node = subtree; node > ROOT; node = tree.parent[node] as number) {
    if (hits[node] === 1) {
      return true;
    }
  }
  return false;
}
