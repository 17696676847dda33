import { JOURNAL_ENTRY } from './journal-entry.machine.js';

describe('a journal entry', () => {
  it('draft: post leads to posted', () => expect(JOURNAL_ENTRY.next('draft', 'post')).toBe('posted'));
  it('posted does not take post', () => expect(() => JOURNAL_ENTRY.next('posted', 'post')).toThrow('INVALID_STATE'));
});
