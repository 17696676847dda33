import { NetworkSet, plainAddress, readNetwork } from './networks.js';

test.each([
  ['203.0.113.7', { address: '203.0.113.7', family: 'ipv4', bits: 32 }],
  ['203.0.113.0/24', { address: '203.0.113.0', family: 'ipv4', bits: 24 }],
  ['::ffff:203.0.113.7', { address: '203.0.113.7', family: 'ipv4', bits: 32 }],
  ['2001:db8::/32', { address: '2001:db8::', family: 'ipv6', bits: 32 }],
  ['2001:db8::1', { address: '2001:db8::1', family: 'ipv6', bits: 128 }],
])('%s is read', (text, network) => expect(readNetwork(text)).toEqual(network));

test.each([
  '',
  'localhost',
  '203.0.113',
  '203.0.113.7/33',
  '203.0.113.7/',
  '203.0.113.7/2/3',
  '2001:db8::/129',
  'fe80::1%eth0',
  '1.2.3.4/-1',
])('%p is none', (text) => expect(readNetwork(text)).toBeNull());

test.each([
  ['::ffff:203.0.113.7', '203.0.113.7'],
  ['fe80::1%eth0', 'fe80::1'],
  ['203.0.113.7', '203.0.113.7'],
  ['unknown', ''],
  ['<script>', ''],
])('the address of %p is %p', (ip, address) => expect(plainAddress(ip)).toBe(address));

test('a set knows what lies in it', () => {
  const set = new NetworkSet(['203.0.113.0/24', '2001:db8::/32', 'nonsense']);
  expect(['203.0.113.255', '::ffff:203.0.113.1', '2001:db8:ffff::1'].map((ip) => set.has(ip))).toEqual([
    true,
    true,
    true,
  ]);
  expect(['203.0.114.0', '2001:db9::1', 'unknown', ''].map((ip) => set.has(ip))).toEqual([false, false, false, false]);
  expect(new NetworkSet().has('203.0.113.1')).toBe(false);
});
