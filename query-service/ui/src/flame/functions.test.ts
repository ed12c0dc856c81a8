import { describe, expect, it } from 'vitest';
import { decodeFlameGraph } from './decode';
import { functionsOf, toFolded } from './functions';
import { sampleTree } from './sample';

describe('functionsOf', () => {
  it('counts a recursive function once per stack', () => {
    const rows = functionsOf(sampleTree()).map((row) => `${row.name} self ${row.self} total ${row.total}`);

    expect(rows).toEqual([
      'main self 10 total 90',
      'thread self 4 total 10',
      'parse self 26 total 36',
      'render self 50 total 50',
      'walk self 10 total 25',
    ]);
  });

  it('survives stacks deeper than the call stack of a browser', () => {
    const levels = Array.from({ length: 100_000 }, (_, depth) => [0, 1, 0, Math.min(depth, 1)]);

    expect(functionsOf(decodeFlameGraph({ names: ['total', 'f'], levels }))).toEqual([{ name: 'f', self: 0, total: 1 }]);
  });
});

describe('toFolded', () => {
  it('writes each stack with a self value once', () => {
    expect(toFolded(sampleTree())).toBe(
      `
main 10
main;parse 5
main;parse;walk 10
main;parse;walk;parse 15
main;render 50
thread 4
thread;parse 6`.trim(),
    );
  });
});
