import { nameOf, ROOT, type FlameTree } from './tree';

/** One function over all its places in the tree. */
export interface FunctionRow {
  readonly name: string;
  readonly self: number;
  /** The value of all stacks the function is in; recursion counts a stack once. */
  readonly total: number;
}

/** Adds the tree up by function; the root is no function. */
export function functionsOf(tree: FlameTree): FunctionRow[] {
  const selfByName = new Float64Array(tree.names.length);
  const totalByName = new Float64Array(tree.names.length);
  const seen = new Uint8Array(tree.names.length);
  const openByName = new Int32Array(tree.names.length);
  visitDepthFirst(
    tree,
    (node) => {
      const name = tree.nameIndex[node] as number;
      seen[name] = 1;
      selfByName[name] = (selfByName[name] as number) + (tree.self[node] as number);
      // Below a function of the same name the stack is counted already.
      if (openByName[name] === 0) {
        totalByName[name] = (totalByName[name] as number) + (tree.total[node] as number);
      }
      openByName[name] = (openByName[name] as number) + 1;
    },
    (node) => {
      const name = tree.nameIndex[node] as number;
      openByName[name] = (openByName[name] as number) - 1;
    },
  );
  return tree.names.flatMap((name, index) =>
    seen[index] === 1 ? [{ name, self: selfByName[index] as number, total: totalByName[index] as number }] : [],
  );
}

// Iterative, because stacks a thousand frames deep are legal and a browser's own stack is short.
function visitDepthFirst(tree: FlameTree, enter: (node: number) => void, leave: (node: number) => void): void {
  const pending: number[] = [];
  const pushChildren = (node: number) => {
    const first = tree.firstChild[node] as number;
    for (let child = first + (tree.childCount[node] as number) - 1; child >= first; child--) {
      pending.push(child);
    }
  };
  if (tree.nodeCount > 0) {
    pushChildren(ROOT);
  }
  while (pending.length > 0) {
    const node = pending.pop() as number;
    if (node < 0) {
      leave(~node);
      continue;
    }
    enter(node);
    // The complement marks "leave this node" on the same stack.
    pending.push(~node);
    pushChildren(node);
  }
}

/** Stacks with a self value as `root;child;leaf value` lines, the input of the classic flame graph scripts. */
export function toFolded(tree: FlameTree): string {
  const prefixes: string[] = [];
  const lines: string[] = [];
  visitDepthFirst(
    tree,
    (node) => {
      const above = prefixes[prefixes.length - 1];
      // A semicolon separates frames, so one inside a name (a JVM descriptor has them) becomes a colon.
      const name = nameOf(tree, node).replaceAll(';', ':');
      const path = above === undefined ? name : `${above};${name}`;
      prefixes.push(path);
      if ((tree.self[node] as number) > 0) {
        lines.push(`${path} ${tree.self[node]}`);
      }
    },
    () => prefixes.pop(),
  );
  return lines.join('\n');
}
