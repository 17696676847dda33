import { can } from '../security/index.js';
import { startsOf } from './state-machine.js';
import type { Machine } from './state-machine.js';

/** Why an action cannot be done now. */
export interface BlockingReason {
  readonly code: string;
  readonly message: string;
}

/** Why an event is not possible in a state: nothing, where it is. */
export function stateReasons(event: string, from: readonly string[], state: string | null): BlockingReason[] {
  if (state !== null && from.includes(state)) return [];
  return [{ code: 'INVALID_STATE', message: `It is ${state}; ${event} needs ${from.join(' or ')}` }];
}

/** Why the caller may not do what needs a permission: nothing, where he may. */
export function permissionReasons(permission: string): BlockingReason[] {
  return can(permission) ? [] : [{ code: 'FORBIDDEN', message: `The permission ${permission} is needed` }];
}

/** One action of a document and whether this caller may do it now. */
export interface Transition {
  readonly event: string;
  readonly to: string;
  readonly permission: string;
  readonly allowed: boolean;
  readonly reasons: readonly BlockingReason[];
}

/**
 * Every action of a document with whether the caller may do it now and, if not, why: state, permission, and the document's own
 * guards (which are asked only when state and permission would let it pass).
 */
export async function listTransitions<State extends string, Event extends string>(
  machine: Machine<State, Event>,
  state: State,
  guards: Partial<Record<Event, () => Promise<readonly BlockingReason[]> | readonly BlockingReason[]>> = {},
): Promise<Transition[]> {
  const transitions: Transition[] = [];
  for (const event of Object.keys(machine.events) as Event[]) {
    const { to, permission } = machine.events[event];
    const reasons = [...stateReasons(event, startsOf(machine.events[event]), state), ...permissionReasons(permission)];
    if (reasons.length === 0) reasons.push(...((await guards[event]?.()) ?? []));
    transitions.push({ event, to, permission, allowed: reasons.length === 0, reasons });
  }
  return transitions;
}
