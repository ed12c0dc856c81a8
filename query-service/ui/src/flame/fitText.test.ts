import { describe, expect, it } from 'vitest';
import { fitText } from './fitText';

describe('fitText', () => {
  it.each([
    [200, 'com.example.Cart.add'],
    [100, 'Cart.add'],
    [60, 'Cart.…'],
    [40, 'Car…'],
    [30, ''],
    [0, ''],
  ])('fits %d pixels', (widthPixels, text) => {
    expect(fitText('com.example.Cart.add', 'Cart.add', widthPixels, (part) => part.length * 10)).toBe(text);
  });
});
