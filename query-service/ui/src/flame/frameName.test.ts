import { describe, expect, it } from 'vitest';
import { packageOf, shortName } from './frameName';

describe('frame names', () => {
  it.each([
    ['com.example.shop.cart.Cart.add', 'Cart.add', 'com/example/shop'],
    ['com/example/shop/cart/Cart.add', 'Cart.add', 'com/example/shop'],
    ['java.util.HashMap.get', 'HashMap.get', 'java/util'],
    ['com.example.Foo$$Lambda/0x7f01.run', 'Foo$$Lambda/0x7f01.run', 'com/example'],
    ['github.com/acme/shop/cart.(*Server).Add', 'cart.(*Server).Add', 'github.com/acme/shop/cart'],
    ['runtime.mallocgc', 'runtime.mallocgc', 'runtime'],
    ['net/http.(*conn).serve', 'http.(*conn).serve', 'net/http'],
    ['std::vector<int>::push_back', 'std::vector<int>::push_back', 'std'],
    ['tcp_sendmsg_locked', 'tcp_sendmsg_locked', 'tcp'],
    ['other', 'other', 'other'],
  ])('%s is short %s in %s', (name, short, packageName) => {
    expect([shortName(name), packageOf(name)]).toEqual([short, packageName]);
  });
});
