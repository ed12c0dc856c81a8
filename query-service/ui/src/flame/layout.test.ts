import { describe, expect, it } from 'vitest';
import { arrange } from './arrange';
import { nodeAt, visitVisible, type View } from './layout';
import { sampleTree } from './sample';
import { nameOf } from './tree';
import { between, windowOf } from './window';

const tree = arrange(sampleTree(), 'weight');
const viewOf = (node: number, widthPixels: number): View => ({
  window: windowOf(tree, node),
  widthPixels,
  firstRow: 0,
  endRow: 100,
});

function boxes(view: View): string {
  const lines: string[] = [];
  visitVisible(tree, view, (node, row, x, width) => lines.push(`${row} ${x}+${width} ${nameOf(tree, node)}`));
  return lines.join('\n');
}

describe('visitVisible', () => {
  it('lays the whole tree out', () => {
    expect(boxes(viewOf(0, 200))).toBe(
      `
0 0+200 total
1 0+180 main
1 180+20 thread
2 0+100 render
2 100+60 parse
2 180+12 parse
3 100+50 walk
4 100+30 parse`.trim(),
    );
  });

  it('widens ancestors to the full width when zoomed and leaves others out', () => {
    expect(boxes(viewOf(4, 300))).toBe('0 0+300 total\n1 0+300 main\n2 0+300 parse\n3 0+250 walk\n4 0+150 parse');
  });

  it('skips what is narrower than half a pixel, and rows out of sight', () => {
    expect(boxes({ ...viewOf(0, 4), endRow: 3 })).toBe('0 0+4 total\n1 0+3.6 main\n2 0+2 render\n2 2+1.2000000000000002 parse');
  });
});

describe('nodeAt', () => {
  it('finds the node under a point', () => {
    const view = viewOf(0, 200);
    const at = (row: number, x: number) => {
      const node = nodeAt(tree, view, row, x);
      return node < 0 ? '' : nameOf(tree, node);
    };

    expect([at(0, 199), at(1, 179), at(1, 181), at(2, 170), at(2, 185), at(9, 1), at(-1, 1)]).toEqual([
      'total', 'main', 'thread', '', 'parse', '', '',
    ]);
  });
});

describe('between', () => {
  it('starts and ends at the given windows and shrinks by equal factors', () => {
    const from = { start: 0, span: 100 };
    const to = { start: 40, span: 1 };

    expect(between(from, to, 0)).toEqual(from);
    expect(between(from, to, 1).start).toBeCloseTo(40);
    expect(between(from, to, 0.5).span).toBeCloseTo(10);
  });

  it('slides when both are equally wide', () => {
    expect(between({ start: 0, span: 10 }, { start: 10, span: 10 }, 0.5)).toEqual({ start: 5, span: 10 });
  });
});
