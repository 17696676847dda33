import { KERNEL_ERRORS } from '../errors/index.js';

export interface MachineEvent<State extends string> {
  readonly from: readonly NoInfer<State>[];
  readonly to: NoInfer<State>;
  readonly permission: string;
  /** It can be done in part, which leaves the document in its state; what completes it leads to `to`. */
  readonly in_parts?: true;
}

/** A document's life as data: what the service asks, what the README draws and what the database's trigger enforces. */
export interface Machine<State extends string = string, Event extends string = string> {
  /** Name of the aggregate in history and in `erp.state_transitions`, e.g. `manufacturing_order`. */
  readonly name: string;
  /** Table with the state column, e.g. `erp.manufacturing_orders`. */
  readonly table: string;
  readonly states: readonly State[];
  readonly initial: State;
  readonly events: Readonly<Record<Event, MachineEvent<State>>>;
  /** The state that an event leads to. @throws INVALID_STATE when the event is not possible in this state. */
  next(state: State, event: Event): State;
  /** The events possible in a state. */
  eventsFrom(state: State): Event[];
}

/**
 * Defines a state machine once. A state that is not declared does not compile; one that cannot be reached throws at load.
 * @throws Error when a state is unreachable from the initial one
 */
export function defineMachine<const State extends string, Event extends string>(definition: {
  name: string;
  table: string;
  states: readonly State[];
  initial: NoInfer<State>;
  events: Readonly<Record<Event, MachineEvent<State>>>;
}): Machine<State, Event> {
  const events = Object.entries(definition.events) as [Event, MachineEvent<State>][];
  assertReachable(definition, events);
  return {
    ...definition,
    next(state, event) {
      const { from, to } = definition.events[event];
      if (from.includes(state)) return to;
      throw KERNEL_ERRORS.INVALID_STATE(`Cannot ${event} what is ${state}: it has to be ${from.join(' or ')}`, {
        state,
        event,
        allowed_from: from,
      });
    },
    eventsFrom(state) {
      return events.filter(([, { from }]) => from.includes(state)).map(([event]) => event);
    },
  };
}

function assertReachable<State extends string>(
  { name, states, initial }: { name: string; states: readonly State[]; initial: State },
  events: [string, MachineEvent<State>][],
): void {
  const reached = new Set<State>([initial]);
  for (let before = 0; before !== reached.size;) {
    before = reached.size;
    for (const [, { from, to }] of events) if (from.some((state) => reached.has(state))) reached.add(to);
  }
  const lost = states.filter((state) => !reached.has(state));
  if (lost.length) throw new Error(`Machine ${name}: nothing leads to ${lost.join(', ')}`);
}

/** The machine as a Mermaid state diagram, for the generated block of a README. */
export function mermaid(machine: Machine): string {
  const arrows = transitionRows(machine).map(
    ({ event, from_state, to_state }) => `  ${from_state} --> ${to_state}: ${event}`,
  );
  return ['stateDiagram-v2', `  [*] --> ${machine.initial}`, ...arrows].join('\n');
}

/** The rows of `erp.state_transitions` that a machine stands for. */
export function transitionRows(machine: Machine): { event: string; from_state: string; to_state: string }[] {
  return Object.entries(machine.events).flatMap(([event, { from, to, in_parts }]) =>
    from.flatMap((from_state) => [
      ...(in_parts ? [{ event, from_state, to_state: from_state }] : []),
      { event, from_state, to_state: to },
    ]),
  );
}
