import { mermaid } from '../../kernel/state-machine/index.js';
import { ROUTING_MACHINE } from './routing.machine.js';

/** Every state and event, by hand: where it leads, or nothing where it is refused. */
const MATRIX = {
  draft: { activate: 'active', obsolete: null },
  active: { activate: null, obsolete: 'obsolete' },
  obsolete: { activate: null, obsolete: null },
} as const;

describe('the machine of a routing', () => {
  it('has these states and events and no others', () => {
    expect(Object.keys(MATRIX)).toEqual([...ROUTING_MACHINE.states]);
    expect(Object.keys(MATRIX.draft)).toEqual(Object.keys(ROUTING_MACHINE.events));
  });

  for (const state of ROUTING_MACHINE.states) {
    for (const event of Object.keys(ROUTING_MACHINE.events) as (keyof typeof ROUTING_MACHINE.events)[]) {
      const to = MATRIX[state][event];
      it(`${event} of what is ${state} ${to ? `leads to ${to}` : 'is refused'}`, () => {
        if (to) expect(ROUTING_MACHINE.next(state, event)).toBe(to);
        else
          expect(() => ROUTING_MACHINE.next(state, event)).toThrow(expect.objectContaining({ code: 'INVALID_STATE' }));
      });
    }
  }

  it('is drawn', () => {
    expect(mermaid(ROUTING_MACHINE)).toBe(
      ['stateDiagram-v2', '  [*] --> draft', '  draft --> active: activate', '  active --> obsolete: obsolete'].join(
        '\n',
      ),
    );
  });
});
