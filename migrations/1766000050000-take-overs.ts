import type { MigrationInterface, QueryRunner } from 'typeorm';
import { installTransitions } from './support/install.js';

/** Consigned stock that becomes our own. */
export class TakeOvers1766000050000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(TABLE);
    await installTransitions(queryRunner, 'take_over', [['reverse', 'posted', 'reversed']]);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(DOWN);
  }
}

const TABLE = /* sql */ `
select erp.create_number_series('take_over', 'TV');

create table erp.take_overs (
  id uuid not null default erp.uuid_v7(),
  number text not null default erp.next_number('take_over'),
  company_id uuid not null,
  supplier_id uuid not null,
  state text not null default 'posted',
  value numeric(15,2) not null,
  issue_movement_id uuid not null,
  receipt_movement_id uuid not null,
  reference text,
  reason text,
  version integer not null default 1,
  created_by uuid default erp.current_actor(),
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint pk_take_overs primary key (id),
  constraint uq_take_overs_number unique (number),
  constraint uq_take_overs_issue_movement_id unique (issue_movement_id),
  constraint uq_take_overs_receipt_movement_id unique (receipt_movement_id),
  constraint fk_take_overs_company_id foreign key (company_id) references erp.companies (id),
  constraint fk_take_overs_supplier_id foreign key (supplier_id) references erp.suppliers (id),
  constraint fk_take_overs_issue_movement_id foreign key (issue_movement_id) references erp.stock_movements (id),
  constraint fk_take_overs_receipt_movement_id foreign key (receipt_movement_id) references erp.stock_movements (id),
  constraint fk_take_overs_created_by foreign key (created_by) references erp.users (id),
  constraint ck_take_overs_state check (state in ('posted', 'reversed')),
  constraint ck_take_overs_value check (value between 0 and 9999999999999.99),
  constraint ck_take_overs_reference check (char_length(reference) <= 200),
  constraint ck_take_overs_reason check (char_length(reason) <= 2000)
);
create index ix_take_overs_company_id on erp.take_overs (company_id);
create index ix_take_overs_supplier_id on erp.take_overs (supplier_id);
create index ix_take_overs_created_by on erp.take_overs (created_by);
create index ix_take_overs_created_at on erp.take_overs (created_at, id);

select erp.add_updated_at_trigger('erp.take_overs');
create trigger trg_take_overs_transition before update of state on erp.take_overs
  for each row execute function erp.fn_check_transition('take_over');
revoke delete on erp.take_overs from erp_app;
`;

const DOWN = /* sql */ `
delete from erp.state_transitions where machine = 'take_over';
drop table erp.take_overs;
delete from erp.number_series where series = 'take_over';
drop sequence erp.number_take_over;
`;
