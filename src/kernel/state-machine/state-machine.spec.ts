import 'reflect-metadata';
import { AppError } from '../errors/index.js';
import { RequestContext, systemActor } from '../security/index.js';
import { defineMachine, mermaid, transitionRows } from './state-machine.js';
import { listTransitions } from './transitions.js';

const DOOR = defineMachine({
  name: 'door',
  table: 'erp.doors',
  states: ['open', 'shut', 'locked'],
  initial: 'open',
  events: {
    shut: { from: ['open'], to: 'shut', permission: 'house.doors.use' },
    open: { from: ['shut'], to: 'open', permission: 'house.doors.use' },
    lock: { from: ['shut'], to: 'locked', permission: 'house.doors.lock' },
    unlock: { from: ['locked'], to: 'shut', permission: 'house.doors.lock' },
  },
});

describe('state machines', () => {
  it('follow their arrows and no others', () => {
    const matrix = DOOR.states.map((state) =>
      (Object.keys(DOOR.events) as (keyof typeof DOOR.events)[]).map((event) => {
        try {
          return DOOR.next(state, event);
        } catch (error) {
          return (error as AppError).code;
        }
      }),
    );
    const no = 'INVALID_STATE';
    expect(matrix).toEqual([
      ['shut', no, no, no],
      [no, 'open', 'locked', no],
      [no, no, no, 'shut'],
    ]);
    expect(DOOR.eventsFrom('shut')).toEqual(['open', 'lock']);
  });

  it('say from where an event would have been possible', () => {
    expect(() => DOOR.next('open', 'lock')).toThrow(
      expect.objectContaining({ extra: { state: 'open', event: 'lock', allowed_from: ['shut'] } }),
    );
  });

  it('throw at load when a state cannot be reached, also when it hangs on another lost one', () => {
    const states = ['a', 'b', 'c', 'd'] as const;
    const arrow = (from: (typeof states)[number], to: (typeof states)[number]) => ({
      from: [from],
      to,
      permission: 'x.y.z',
    });
    const define = (events: Record<string, ReturnType<typeof arrow>>) =>
      defineMachine({ name: 'm', table: 't', states, initial: 'a', events });
    expect(() => define({ go: arrow('a', 'b'), lost: arrow('c', 'd') })).toThrow('nothing leads to c, d');
    expect(() => define({ late: arrow('c', 'd'), mid: arrow('b', 'c'), go: arrow('a', 'b') })).not.toThrow();
  });

  it('draw themselves and are rows', () => {
    expect(mermaid(DOOR)).toBe(
      'stateDiagram-v2\n  [*] --> open\n  open --> shut: shut\n  shut --> open: open\n  shut --> locked: lock\n  locked --> shut: unlock',
    );
    expect(transitionRows(DOOR)).toContainEqual({ event: 'lock', from_state: 'shut', to_state: 'locked' });
    const load = defineMachine({
      name: 'load',
      table: 'erp.loads',
      states: ['on_the_way', 'there'],
      initial: 'on_the_way',
      events: { unload: { from: ['on_the_way'], to: 'there', permission: 'house.loads.use', in_parts: true } },
    });
    expect(transitionRows(load).map(({ to_state }) => to_state)).toEqual(['on_the_way', 'there']);
  });

  it('list what may be done, with every reason why not; guards are asked last', async () => {
    const guard = jest.fn(() => [{ code: 'KEY_LOST', message: 'No key' }]);
    const list = (permissions: string[]) =>
      RequestContext.run(RequestContext.forSystem(systemActor(new Set(permissions), []), 'r'), () =>
        listTransitions(DOOR, 'shut', { lock: guard, unlock: guard }),
      );
    const user = await list(['house.doors.use']);
    expect(user.map(({ event, allowed, reasons }) => [event, allowed, ...reasons.map(({ code }) => code)])).toEqual([
      ['shut', false, 'INVALID_STATE'],
      ['open', true],
      ['lock', false, 'FORBIDDEN'],
      ['unlock', false, 'INVALID_STATE', 'FORBIDDEN'],
    ]);
    expect(guard).not.toHaveBeenCalled();
    const keeper = await list(['house.doors.use', 'house.doors.lock']);
    expect(keeper[2]).toEqual({
      event: 'lock',
      to: 'locked',
      permission: 'house.doors.lock',
      allowed: false,
      reasons: [{ code: 'KEY_LOST', message: 'No key' }],
    });
    expect(guard).toHaveBeenCalledTimes(1);
  });
});
