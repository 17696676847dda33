import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What requesters have accepted of what was bought for them, and what the warehouse has issued of it. */
export class RequisitionHandOuts1769400200000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(TABLES);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(DOWN);
  }
}

const TABLES = /* sql */ `
create table erp.requisition_acceptances (
  id uuid not null default erp.uuid_v7(),
  line_id uuid not null,
  accepted_quantity bigint not null,
  rejected_quantity bigint not null,
  reason text,
  created_by uuid not null default erp.current_actor(),
  created_at timestamptz(3) not null default now(),
  constraint pk_requisition_acceptances primary key (id),
  constraint fk_requisition_acceptances_line_id foreign key (line_id) references erp.requisition_lines (id),
  constraint fk_requisition_acceptances_created_by foreign key (created_by) references erp.users (id),
  constraint ck_requisition_acceptances_quantities check (accepted_quantity between 0 and 9007199254740991
    and rejected_quantity between 0 and 9007199254740991 and accepted_quantity + rejected_quantity > 0),
  constraint ck_requisition_acceptances_reason check (char_length(reason) between 1 and 2000 and (rejected_quantity = 0 or reason is not null))
);
create index ix_requisition_acceptances_line_id on erp.requisition_acceptances (line_id, id);
create index ix_requisition_acceptances_created_by on erp.requisition_acceptances (created_by);
comment on table erp.requisition_acceptances is 'What requesters said of goods that were put away for them. Append-only.';
select erp.exempt_from_audit('erp.requisition_acceptances', 'Append-only; says itself who accepted what and when.');
revoke update, delete on erp.requisition_acceptances from erp_app;
create trigger trg_requisition_acceptances_append_only before update or delete on erp.requisition_acceptances
  for each row execute function erp.fn_refuse_change();
create trigger trg_requisition_acceptances_no_truncate before truncate on erp.requisition_acceptances
  for each statement execute function erp.fn_refuse_change();

create table erp.requisition_moves (
  id uuid not null default erp.uuid_v7(),
  line_id uuid not null,
  kind text not null,
  movement_id uuid not null,
  ledger_line_id uuid not null,
  returns_move_id uuid,
  location_id uuid not null,
  lot_id uuid,
  quantity bigint not null,
  value numeric(15,2) not null,
  created_by uuid not null default erp.current_actor(),
  created_at timestamptz(3) not null default now(),
  constraint pk_requisition_moves primary key (id),
  constraint uq_requisition_moves_ledger_line_id unique (ledger_line_id),
  constraint fk_requisition_moves_line_id foreign key (line_id) references erp.requisition_lines (id),
  constraint fk_requisition_moves_movement_id foreign key (movement_id) references erp.stock_movements (id),
  constraint fk_requisition_moves_returns_move_id foreign key (returns_move_id) references erp.requisition_moves (id),
  constraint fk_requisition_moves_location_id foreign key (location_id) references erp.locations (id),
  constraint fk_requisition_moves_lot_id foreign key (lot_id) references erp.lots (id),
  constraint fk_requisition_moves_created_by foreign key (created_by) references erp.users (id),
  constraint ck_requisition_moves_kind check (kind in ('issue', 'return') and (kind = 'return') = (returns_move_id is not null)),
  constraint ck_requisition_moves_quantity check (quantity between 1 and 9007199254740991),
  constraint ck_requisition_moves_value check (value between 0 and 9999999999999.99)
);
create index ix_requisition_moves_line_id on erp.requisition_moves (line_id);
create index ix_requisition_moves_movement_id on erp.requisition_moves (movement_id);
create index ix_requisition_moves_returns_move_id on erp.requisition_moves (returns_move_id);
create index ix_requisition_moves_location_id on erp.requisition_moves (location_id);
create index ix_requisition_moves_lot_id on erp.requisition_moves (lot_id);
create index ix_requisition_moves_created_by on erp.requisition_moves (created_by);
comment on table erp.requisition_moves is 'Which lines of the ledger took or brought back what a requisition was for: place by place, lot by lot. Append-only.';
comment on column erp.requisition_moves.location_id is 'Where it was taken from, or put back.';
comment on column erp.requisition_moves.returns_move_id is 'The issue whose pieces came back, at what those were taken for.';
select erp.exempt_from_audit('erp.requisition_moves', 'Append-only; the ledger says the same, and who did it.');
revoke update, delete on erp.requisition_moves from erp_app;
create trigger trg_requisition_moves_append_only before update or delete on erp.requisition_moves
  for each row execute function erp.fn_refuse_change();
create trigger trg_requisition_moves_no_truncate before truncate on erp.requisition_moves
  for each statement execute function erp.fn_refuse_change();
`;

const DOWN = /* sql */ `
delete from erp.audit_exemptions where table_name in ('requisition_acceptances', 'requisition_moves');
drop table erp.requisition_moves, erp.requisition_acceptances;
`;
