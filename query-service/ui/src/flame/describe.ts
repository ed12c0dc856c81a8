import { formatShare, formatValue, type Unit } from '../format/units';
import { nameOf, ROOT, totalOf, type FlameTree } from './tree';

/** The numbers of one node as texts, for the tooltip and for screen readers. */
export interface NodeFacts {
  readonly name: string;
  readonly self: string;
  readonly total: string;
  readonly ofTotal: string;
  readonly ofParent: string;
  /** Empty when nothing is zoomed, or for a node above the zoomed one. */
  readonly ofZoomed: string;
}

export function factsOf(tree: FlameTree, node: number, zoomed: number, unit: Unit): NodeFacts {
  const total = tree.total[node] as number;
  const parent = Math.max(ROOT, tree.parent[node] as number);
  const below = zoomed !== ROOT && (tree.depth[node] as number) > (tree.depth[zoomed] as number);
  return {
    name: nameOf(tree, node),
    self: formatValue(tree.self[node] as number, unit),
    total: formatValue(total, unit),
    ofTotal: formatShare(total, totalOf(tree)),
    ofParent: formatShare(total, tree.total[parent] as number),
    ofZoomed: below ? formatShare(total, tree.total[zoomed] as number) : '',
  };
}

export function spokenFacts(facts: NodeFacts): string {
  return `${facts.name}: total ${facts.total}, ${facts.ofTotal} of all, ${facts.ofParent} of its caller; self ${facts.self}.`;
}
