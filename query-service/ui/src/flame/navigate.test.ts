import { describe, expect, it } from 'vitest';
import { arrange } from './arrange';
import { move, type MoveKey } from './navigate';
import { sampleTree } from './sample';
import { nameOf } from './tree';
import { windowOf } from './window';

const tree = arrange(sampleTree(), 'weight');

function walk(widthPixels: number, ...keys: MoveKey[]): string {
  const view = { window: windowOf(tree, 0), widthPixels, firstRow: 0, endRow: 100 };
  const node = keys.reduce((current, key) => move(tree, view, current, key, 0), 0);
  return `${tree.depth[node]} ${nameOf(tree, node)}`;
}

describe('move', () => {
  it('goes down to the heaviest child, up to the parent, sideways along the row', () => {
    expect(walk(500, 'ArrowDown')).toBe('1 main');
    expect(walk(500, 'ArrowDown', 'ArrowDown')).toBe('2 render');
    expect(walk(500, 'ArrowDown', 'ArrowDown', 'ArrowRight')).toBe('2 parse');
    expect(walk(500, 'ArrowDown', 'ArrowRight', 'ArrowUp')).toBe('0 total');
  });

  it('stays where there is nothing that way', () => {
    expect(walk(500, 'ArrowUp')).toBe('0 total');
    expect(walk(500, 'ArrowLeft')).toBe('0 total');
    expect(walk(500, 'ArrowDown', 'ArrowDown', 'ArrowDown')).toBe('2 render');
  });

  it('jumps to the end of the heaviest path and back', () => {
    expect(walk(500, 'End')).toBe('2 render');
    expect(walk(500, 'End', 'Home')).toBe('0 total');
  });

  it('steps over what is too narrow to be seen', () => {
    expect(walk(4, 'ArrowDown', 'ArrowRight')).toBe('1 main');
  });
});
