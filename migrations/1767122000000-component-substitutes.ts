import type { MigrationInterface, QueryRunner } from 'typeorm';
import { installFunction } from './support/install.js';

/** Part of a component's need may be met by a substitute of the bill, before anything of it is used. */
export class ComponentSubstitutes1767122000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(UP);
    await installFunction(queryRunner, 'set_component_need', 1);
    await queryRunner.query(RIGHTS);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      drop function erp.set_component_need(uuid, numeric, numeric, bigint);
      alter table erp.manufacturing_order_components drop column substitutes_component_id`);
  }
}

const UP = /* sql */ `
alter table erp.manufacturing_order_components
  add column substitutes_component_id uuid,
  add constraint fk_manufacturing_order_components_substitutes_component_id foreign key (substitutes_component_id)
    references erp.manufacturing_order_components (id),
  add constraint ck_manufacturing_order_components_substitutes check (substitutes_component_id <> id);
create index ix_manufacturing_order_components_substitutes_component_id on erp.manufacturing_order_components (substitutes_component_id);
comment on column erp.manufacturing_order_components.substitutes_component_id is 'The component whose need this one meets a part of.';
`;

const RIGHTS = /* sql */ `
revoke all on function erp.set_component_need(uuid, numeric, numeric, bigint) from public;
grant execute on function erp.set_component_need(uuid, numeric, numeric, bigint) to erp_app;
`;
