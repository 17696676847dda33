export const ROUTING_STATES = ['draft', 'active', 'obsolete'] as const;
export type RoutingState = (typeof ROUTING_STATES)[number];
export const MAX_OPERATIONS = 200;
export const MAX_ALTERNATIVES = 10;
