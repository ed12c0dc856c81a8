import { nameOf, ROOT, type FlameTree } from './tree';

/**
 * A name for a node that survives a refresh: its depth and a hash of the names on its path, as in `7.1k2j9zx`. The path
 * itself would make a URL of thousands of characters, and the node's number changes with every answer.
 */
export function nodeId(tree: FlameTree, node: number): string {
  return node === ROOT ? '' : `${tree.depth[node]}.${pathHash(tree, node).toString(36)}`;
}

/** The node of that id, or the root when the tree has none such. */
export function findNode(tree: FlameTree, id: string): number {
  const depth = Number(id.split('.')[0]);
  if (id === '' || !Number.isInteger(depth) || depth < 1 || depth >= tree.rowStart.length - 1) {
    return ROOT;
  }
  const end = tree.rowStart[depth + 1] as number;
  for (let node = tree.rowStart[depth] as number; node < end; node++) {
    if (nodeId(tree, node) === id) {
      return node;
    }
  }
  return ROOT;
}

// FNV-1a over the UTF-16 units of all names from the node upwards, with a separator that no name holds.
function pathHash(tree: FlameTree, node: number): number {
  let hash = 0x811c9dc5;
  for (let current = node; current > ROOT; current = tree.parent[current] as number) {
    const name = nameOf(tree, current);
    for (let at = 0; at < name.length; at++) {
      hash = Math.imul(hash ^ name.charCodeAt(at), 0x01000193);
    }
    hash = Math.imul(hash ^ 0xffff, 0x01000193);
  }
  return hash >>> 0;
}
