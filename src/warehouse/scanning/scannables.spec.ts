import { defineMachine } from '../../kernel/state-machine/index.js';
import { defineScannable, machineActions, scannable, scannableByLetter } from './scannables.js';
import type { Scannable } from './scannables.js';

const CRATE: Scannable = {
  kind: 'crate',
  letter: 'CR',
  title: 'Crate',
  permission: 'yard.crates.read',
  select: '',
  from: '',
  id: '',
  scope: '',
  by_parts: '',
  actions: () => [],
};

it('a kind of thing is declared once, under one kind and one letter', () => {
  defineScannable(CRATE);
  expect([scannable('crate'), scannableByLetter('CR')]).toEqual([CRATE, CRATE]);
  expect(() => defineScannable({ ...CRATE, letter: 'CX' })).toThrow('declared twice');
  expect(() => defineScannable({ ...CRATE, kind: 'crane' })).toThrow('declared twice');
  expect(() => defineScannable({ ...CRATE, kind: 'crane', letter: 'c:' })).toThrow('no letter');
  expect([scannable('crane'), scannableByLetter('X')]).toEqual([undefined, undefined]);
});

it('the events of a machine are actions, with what stands in their way', () => {
  const machine = defineMachine({
    name: 'crate',
    table: 'yard.crates',
    states: ['open', 'shut'],
    initial: 'open',
    events: {
      nail_up: { from: ['open'], to: 'shut', permission: 'yard.crates.nail' },
      prise: { from: ['shut'], to: 'open', permission: 'yard.crates.prise' },
    },
  });
  const row = { kind: 'crate', id: '7', parts: [], code: 'C7', name: null, details: {} };
  expect(machineActions(machine, '/yard/crates', { ...row, state: 'open' })).toEqual([
    { action: 'nail_up', path: '/yard/crates/7/nail-up', permission: 'yard.crates.nail', reasons: [] },
    {
      action: 'prise',
      path: '/yard/crates/7/prise',
      permission: 'yard.crates.prise',
      reasons: [{ code: 'INVALID_STATE', message: 'It is open; prise needs shut' }],
    },
  ]);
  expect(machineActions(machine, '/yard/crates', { ...row, state: null })).toHaveLength(2);
});
