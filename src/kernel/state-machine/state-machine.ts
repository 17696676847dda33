import { KERNEL_ERRORS } from '../errors/index.js';

export interface MachineEvent<State extends string> {
  readonly from: readonly NoInfer<State>[];
  readonly to: NoInfer<State>;
  readonly permission: string;
  /** It can be done in part, which leaves the document in its state; what completes it leads to `to`. */
  readonly in_parts?: true;
  /** States in which only a part of it can be done, which leaves the document in them. */
  readonly only_in_part_from?: readonly NoInfer<State>[];
}

/** What happens to a document through other documents: nobody asks for it by a route of its own. */
export interface FollowedEvent<State extends string> {
  readonly from: readonly NoInfer<State>[];
  /** Where it may lead: which one, the figures of the document say. */
  readonly to: readonly NoInfer<State>[];
  /** States in which only a part of it may come, which leaves the document in them. */
  readonly stays_in?: readonly NoInfer<State>[];
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
  /** What comes from other documents, by its name; none of it is an action of this one. */
  readonly followed?: Readonly<Record<string, FollowedEvent<State>>>;
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
  followed?: Readonly<Record<string, FollowedEvent<State>>>;
}): Machine<State, Event> {
  const events = Object.entries(definition.events) as [Event, MachineEvent<State>][];
  assertReachable(definition, [...events, ...Object.entries(definition.followed ?? {})]);
  return {
    ...definition,
    next(state, event) {
      const { from, to, only_in_part_from = [] } = definition.events[event];
      if (from.includes(state)) return to;
      if (only_in_part_from.includes(state)) return state;
      const allowed_from = startsOf(definition.events[event]);
      const message = `Cannot ${event} what is ${state}: it has to be ${allowed_from.join(' or ')}`;
      throw KERNEL_ERRORS.INVALID_STATE(message, { state, event, allowed_from });
    },
    eventsFrom(state) {
      return events.filter(([, event]) => startsOf(event).includes(state)).map(([event]) => event);
    },
  };
}

/** The states in which an event is possible, wholly or in part. */
export function startsOf<State extends string>({ from, only_in_part_from = [] }: MachineEvent<State>): State[] {
  return [...only_in_part_from, ...from];
}

function assertReachable<State extends string>(
  { name, states, initial }: { name: string; states: readonly State[]; initial: State },
  events: [string, { from: readonly State[]; to: State | readonly State[] }][],
): void {
  const reached = new Set<State>([initial]);
  for (let before = 0; before !== reached.size;) {
    before = reached.size;
    for (const [, { from, to }] of events)
      if (from.some((state) => reached.has(state))) for (const state of [to].flat() as State[]) reached.add(state);
  }
  const lost = states.filter((state) => !reached.has(state));
  if (lost.length) throw new Error(`Machine ${name}: nothing leads to ${lost.join(', ')}`);
}

/**
 * Holds the states that a list is filtered by against the machine. @param noun what it is the life of, with its article
 * @throws UNKNOWN_QUERY_PARAMETER naming the states there are
 */
export function assertStates(machine: Machine, noun: string, states: readonly string[] | undefined): void {
  if (states === undefined || states.every((state) => machine.states.includes(state))) return;
  const message = `must be states of ${noun}: ${machine.states.join(', ')}`;
  throw KERNEL_ERRORS.UNKNOWN_QUERY_PARAMETER(`state ${message}`, {}, [
    { pointer: '?state', code: 'NOT_ALLOWED', message },
  ]);
}

/**
 * The machine as a Mermaid state diagram, for the generated block of a README. What comes from other documents and may lead to many states is said
 * and not drawn, and so is what can only be done in part.
 */
export function mermaid(machine: Machine): string {
  const followed = new Map(Object.entries(machine.followed ?? {}));
  const arrows = transitionRows(machine)
    .filter(({ event, from_state, to_state }) =>
      followed.has(event)
        ? from_state !== to_state && followed.get(event)!.to.length === 1
        : from_state !== to_state || machine.events[event]!.from.includes(from_state),
    )
    .map(({ event, from_state, to_state }) => `  ${from_state} --> ${to_state}: ${event}`);
  const said = [...followed]
    .filter(([, { to }]) => to.length > 1)
    .map(([event, { from, to }]) => `  %% ${event}: ${from.join(', ')} to ${to.join(' or ')}`);
  return ['stateDiagram-v2', `  [*] --> ${machine.initial}`, ...arrows, ...said].join('\n');
}

/** The rows of `erp.state_transitions` that a machine stands for. */
export function transitionRows(machine: Machine): { event: string; from_state: string; to_state: string }[] {
  const own = Object.entries(machine.events).flatMap(([event, { from, to, in_parts, only_in_part_from = [] }]) => [
    ...only_in_part_from.map((state) => ({ event, from_state: state, to_state: state })),
    ...from.flatMap((from_state) => [
      ...(in_parts ? [{ event, from_state, to_state: from_state }] : []),
      { event, from_state, to_state: to },
    ]),
  ]);
  const followed = Object.entries(machine.followed ?? {}).flatMap(([event, { from, to, stays_in = [] }]) => [
    ...stays_in.map((state) => ({ event, from_state: state, to_state: state })),
    ...from.flatMap((from_state) =>
      to.filter((to_state) => to_state !== from_state).map((to_state) => ({ event, from_state, to_state })),
    ),
  ]);
  return [...own, ...followed];
}
