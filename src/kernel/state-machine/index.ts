export { assertStates, defineMachine, mermaid, startsOf, transitionRows } from './state-machine.js';
export type { FollowedEvent, Machine, MachineEvent } from './state-machine.js';
export { DocumentHistory } from './document-history.js';
export type { HistoryEntry, HistoryRecord, Step, StepEffect } from './document-history.js';
export { listTransitions, permissionReasons, stateReasons } from './transitions.js';
export type { BlockingReason, Transition } from './transitions.js';
export { BlockingReasonDto, HistoryEntryDto, TransitionDto } from './transitions.dto.js';
