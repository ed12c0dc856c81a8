/**
 * A call tree as columns. Nodes are numbered row by row from the root (node 0), within a row from left to right, so the
 * children of a node are neighbours and each row is sorted by its start. Starts and totals are raw profile values;
 * pixels appear only in painting. Fifty thousand objects would cost the collector more than these arrays.
 */
export interface FlameTree {
  readonly names: readonly string[];
  readonly nodeCount: number;
  readonly nameIndex: Int32Array;
  /** The node above; -1 for the root. */
  readonly parent: Int32Array;
  readonly depth: Int32Array;
  readonly firstChild: Int32Array;
  readonly childCount: Int32Array;
  readonly start: Float64Array;
  readonly total: Float64Array;
  readonly self: Float64Array;
  /** Node numbers at which rows begin, with the node count as the last entry. */
  readonly rowStart: Int32Array;
}

export const ROOT = 0;

/** The name under which the server gathers what it cut off to bound the answer. */
export const PRUNED_NAME = 'other';

export function nameOf(tree: FlameTree, node: number): string {
  return tree.names[tree.nameIndex[node] as number] ?? '';
}

export function rowCount(tree: FlameTree): number {
  return tree.rowStart.length - 1;
}

export function totalOf(tree: FlameTree): number {
  return tree.nodeCount === 0 ? 0 : (tree.total[ROOT] as number);
}

/** The node and all above it, root first. */
export function pathTo(tree: FlameTree, node: number): number[] {
  const path: number[] = [];
  for (let current = node; current >= 0; current = tree.parent[current] as number) {
    path.push(current);
  }
  return path.reverse();
}

export function isAncestorOrSelf(tree: FlameTree, ancestor: number, node: number): boolean {
  let current = node;
  while (current >= 0 && (tree.depth[current] as number) > (tree.depth[ancestor] as number)) {
    current = tree.parent[current] as number;
  }
  return current === ancestor;
}

/** The tree as indented text, for tests. */
export function toText(tree: FlameTree): string {
  const lines: string[] = [];
  const visit = (node: number) => {
    const indent = '  '.repeat(tree.depth[node] as number);
    lines.push(`${indent}${nameOf(tree, node)} ${tree.total[node]} (self ${tree.self[node]}) at ${tree.start[node]}`);
    const first = tree.firstChild[node] as number;
    for (let child = first; child < first + (tree.childCount[node] as number); child++) {
      visit(child);
    }
  };
  if (tree.nodeCount > 0) {
    visit(ROOT);
  }
  return lines.join('\n');
}
