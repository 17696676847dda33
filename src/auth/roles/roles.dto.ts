import {
  BooleanField,
  IntegerField,
  ListQuery,
  StringField,
  TextField,
  TimestampField,
  UuidField,
  ValuesField,
} from '../../kernel/http/index.js';

const CODE = /^[a-z][a-z0-9_]{1,63}$/;
const PATTERNS = 'Permissions, or patterns in which `*` stands for one part: `warehouse.*.read`; `*` alone for all.';

export class RoleDto {
  @UuidField() id!: string;
  @StringField({ example: 'ppic_admin' }) code!: string;
  @StringField({ example: 'PPIC administrator' }) name!: string;
  @TextField({ example: 'Keeps orders, plans and bills.' }) description!: string;
  @BooleanField({ description: 'Came with the system and cannot be deleted.' }) is_system!: boolean;
  @BooleanField({ example: false, description: 'Whoever has it needs a second factor.' }) requires_mfa!: boolean;
  @ValuesField('string', { example: ['ppic.*.read'], description: PATTERNS }) permissions!: string[];
  @IntegerField({ example: 3, description: 'How many users have it.' }) user_count!: number;
  @IntegerField({ min: 1, example: 1 }) version!: number;
  @TimestampField() created_at!: string;
  @TimestampField() updated_at!: string;
}

export class RolesQuery extends ListQuery {
  @BooleanField({ optional: true }) is_system?: boolean;
}

export class CreateRoleDto {
  @StringField({ min: 2, max: 64, pattern: CODE, example: 'cutting_planner' }) code!: string;
  @StringField({ min: 1, max: 200, example: 'Cutting planner' }) name!: string;
  @TextField({ optional: true, example: 'Plans the cutting room.' }) description?: string;
  @ValuesField('string', {
    max: 500,
    example: ['ppic.manufacturing_orders.read', 'master_data.*.read'],
    description: PATTERNS,
  })
  permissions!: string[];
}

export class UpdateRoleDto {
  @StringField({ min: 1, max: 200, example: 'Cutting planner' }) name!: string;
  @TextField({ optional: true, example: 'Plans the cutting room.' }) description?: string;
  @ValuesField('string', { max: 500, example: ['ppic.manufacturing_orders.read'], description: PATTERNS })
  permissions!: string[];
}

export class PermissionDto {
  @StringField({ example: 'warehouse.bom.update' }) permission!: string;
  @StringField({ example: 'warehouse' }) module!: string;
  @StringField({ example: 'bom' }) resource!: string;
  @StringField({ example: 'update' }) action!: string;
  @StringField({ max: 1000, example: 'Change bills of material' }) description!: string;
}
