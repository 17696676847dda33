import type { MigrationInterface, QueryRunner } from 'typeorm';
import { installFunction } from './support/install.js';

/** What the built-in roles may do with lots and reservations, in factories that have been running as well; what was adapted stays so. */
export class WarehouseRoles1765000600000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await installFunction(queryRunner, 'auth_seed_roles', 2);
    await queryRunner.query(UP);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(DOWN);
    await installFunction(queryRunner, 'auth_seed_roles', 1);
  }
}

/** A storekeeper keeps what he could do with reservations, and no more: to take them over from others is not his. */
const UP = /* sql */ `
with wide as (
  delete from erp.role_permissions p using erp.roles r
   where r.id = p.role_id and r.code = 'warehouse' and r.is_system and p.pattern = 'warehouse.reservations.*' returning p.role_id
)
insert into erp.role_permissions (role_id, pattern)
select wide.role_id, 'warehouse.reservations.' || action from wide cross join unnest(array['read', 'create', 'release']) action
on conflict do nothing;
insert into erp.role_permissions (role_id, pattern)
select r.id, 'warehouse.lots.release' from erp.roles r
 where r.code = 'quality' and r.is_system
   and exists (select from erp.role_permissions p where p.role_id = r.id and p.pattern = 'warehouse.*.hold')
on conflict do nothing;
`;

const DOWN = /* sql */ `
delete from erp.role_permissions p using erp.roles r
 where r.id = p.role_id and r.code = 'quality' and r.is_system and p.pattern = 'warehouse.lots.release';
with narrow as (
  delete from erp.role_permissions p using erp.roles r
   where r.id = p.role_id and r.code = 'warehouse' and r.is_system
     and p.pattern in ('warehouse.reservations.read', 'warehouse.reservations.create', 'warehouse.reservations.release')
  returning p.role_id
)
insert into erp.role_permissions (role_id, pattern)
select distinct role_id, 'warehouse.reservations.*' from narrow
on conflict do nothing;
`;
