import { defineMachine } from '../../kernel/state-machine/index.js';
import { ACCOUNTING } from '../accounting.permissions.js';

/** A journal entry. Posted is for good: what takes it back is another entry. */
export const JOURNAL_ENTRY = defineMachine({
  name: 'journal_entry',
  table: 'erp.journal_entries',
  states: ['draft', 'posted'],
  initial: 'draft',
  events: { post: { from: ['draft'], to: 'posted', permission: ACCOUNTING.journal_entries.post } },
});

export type JournalEntryState = (typeof JOURNAL_ENTRY.states)[number];
export type JournalEntryEvent = keyof typeof JOURNAL_ENTRY.events;
