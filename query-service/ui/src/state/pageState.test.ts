import { describe, expect, it } from 'vitest';
import { DEFAULT_STATE, readPageState, writePageState, type PageState } from './pageState';

const FULL: PageState = {
  service: 'shop/cart & "co"',
  profileTypeId: 'process_cpu:cpu:nanoseconds:cpu:nanoseconds',
  matchers: [
    { name: 'pod', operator: '=~', value: 'cart-\\d+' },
    { name: 'k8s.ns', operator: '!=', value: 'a"b' },
  ],
  range: { from: '1764000000000', until: 'now-5m' },
  search: '/Foo|bar+baz/',
  functionName: 'com.example.Cart.add',
  zoom: '7.1k2j9zx',
  view: 'both',
  sort: { column: 'name', descending: false },
  order: 'name',
  tenant: 'acme',
};

describe('page state', () => {
  it('comes back from the URL as it was written', () => {
    expect(readPageState(writePageState(FULL))).toEqual(FULL);
  });

  it('leaves defaults out of the URL', () => {
    expect(writePageState(DEFAULT_STATE)).toBe('');
    expect(readPageState('')).toEqual(DEFAULT_STATE);
  });

  it('keeps an empty tenant, which shows the field', () => {
    expect(readPageState('tenant=').tenant).toBe('');
    expect(writePageState({ ...DEFAULT_STATE, tenant: '' })).toBe('tenant=');
  });

  it('reads broken parts as absent', () => {
    expect(readPageState('?view=x&sort=-weight&order=y&match=%7B%7D&match=')).toEqual(DEFAULT_STATE);
  });
});
