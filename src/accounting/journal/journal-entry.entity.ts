import { Column, Entity, PrimaryColumn } from 'typeorm';
import { VersionedColumns } from '../../master-data/index.js';
import type { JournalEntryState } from './journal-entry.machine.js';

/** One business event in the books. */
@Entity({ schema: 'erp', name: 'journal_entries' })
export class JournalEntry extends VersionedColumns {
  @Column('uuid') company_id!: string;
  @Column('text', { nullable: true }) number!: string | null;
  @Column('uuid', { nullable: true }) period_id!: string | null;
  @Column('date') entry_date!: string;
  @Column('text') journal!: string;
  @Column('text', { nullable: true }) memo!: string | null;
  @Column('text') state!: JournalEntryState;
  @Column('text', { nullable: true }) source_kind!: string | null;
  @Column('uuid', { nullable: true }) source_id!: string | null;
  @Column('uuid', { nullable: true }) reverses_id!: string | null;
  @Column('timestamptz', { nullable: true }) posted_at!: string | null;
  @Column('uuid', { nullable: true }) posted_by!: string | null;
  @Column('uuid', { nullable: true }) created_by!: string | null;
}

/** What an entry writes on one account. */
@Entity({ schema: 'erp', name: 'journal_lines' })
export class JournalLine {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') entry_id!: string;
  @Column('integer') line_no!: number;
  @Column('uuid') account_id!: string;
  @Column('numeric') debit!: string;
  @Column('numeric') credit!: string;
  @Column('text') currency_code!: string;
  @Column('numeric') currency_amount!: string;
  @Column('numeric') rate!: string;
  @Column('text', { nullable: true }) memo!: string | null;
  @Column('uuid', { nullable: true }) supplier_id!: string | null;
  @Column('uuid', { nullable: true }) customer_id!: string | null;
  @Column('uuid', { nullable: true }) department_id!: string | null;
}
