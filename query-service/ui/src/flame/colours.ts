import type { Theme } from '../state/useTheme';
import { packageOf } from './frameName';
import { PRUNED_NAME, type FlameTree } from './tree';

/** The paints of one theme; `fills` has an entry per name of the tree. */
export interface FlameColours {
  readonly fills: readonly string[];
  readonly text: string;
  readonly dimFill: string;
  readonly dimText: string;
  readonly hitFill: string;
  readonly hitText: string;
  readonly hover: string;
  readonly focus: string;
}

// Chosen by eye for even spacing; reds are left out, since red reads as a fault.
const HUES = [36, 58, 80, 104, 134, 164, 194, 224, 250, 276, 304, 338];

const PALETTES = {
  light: { lightness: 0.835, chroma: 0.085, shade: 0.03, neutral: 'oklch(0.87 0.008 70)' },
  dark: { lightness: 0.475, chroma: 0.072, shade: 0.035, neutral: 'oklch(0.36 0.008 70)' },
} as const;

const PAINTS: Record<Theme, Omit<FlameColours, 'fills'>> = {
  light: {
    text: '#1f1b18',
    dimFill: '#eceae7',
    dimText: '#7f776f',
    hitFill: '#f0721c',
    hitText: '#1f0e02',
    hover: 'rgba(20, 10, 0, 0.13)',
    focus: '#1a1613',
  },
  dark: {
    text: '#f6f2ee',
    dimFill: '#2a2826',
    dimText: '#968d84',
    hitFill: '#f58232',
    hitText: '#1f0e02',
    hover: 'rgba(255, 255, 255, 0.18)',
    focus: '#ffffff',
  },
};

export function coloursOf(tree: FlameTree, theme: Theme): FlameColours {
  return { ...PAINTS[theme], fills: tree.names.map((name, index) => (index === 0 ? rootFill(theme) : frameFill(name, theme))) };
}

/** A frame's colour says which package it is from; a shade tells neighbours of one package apart. */
export function frameFill(name: string, theme: Theme): string {
  const { lightness, chroma, shade } = PALETTES[theme];
  if (name === PRUNED_NAME) {
    return rootFill(theme);
  }
  const hue = HUES[hashOf(packageOf(name)) % HUES.length] as number;
  const step = (hashOf(name) % 3) - 1;
  // Greens and cyans look louder than other hues of the same chroma.
  const calm = hue >= 130 && hue <= 200 ? 0.72 : 1;
  return `oklch(${(lightness + step * shade).toFixed(3)} ${(chroma * calm).toFixed(3)} ${hue})`;
}

function rootFill(theme: Theme): string {
  return PALETTES[theme].neutral;
}

function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  }
  // The low bits of FNV mix poorly for texts that differ at the end only.
  return (hash ^ (hash >>> 15)) >>> 0;
}
