import { decodeFlameGraph } from './decode';
import type { FlameTree } from './tree';

/**
 * A small tree for tests, on the wire as the server sends it: siblings by name, self left of the children.
 *
 *     total 100 (self 0)
 *       main 90 (self 10): parse 30 (self 5): walk 25 (self 10): parse 15 (self 15)
 *                          render 50 (self 50)
 *       thread 10 (self 4): parse 6 (self 6)
 */
export const SAMPLE_WIRE = {
  names: ['total', 'main', 'thread', 'parse', 'render', 'walk'],
  levels: [
    [0, 100, 0, 0],
    [0, 90, 10, 1, 0, 10, 4, 2],
    [10, 30, 5, 3, 0, 50, 50, 4, 4, 6, 6, 3],
    [15, 25, 10, 5],
    [25, 15, 15, 3],
  ],
};

export const sampleTree = (): FlameTree => decodeFlameGraph(SAMPLE_WIRE);
