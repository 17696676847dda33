import { BooleanField, EnumField, ListQuery, StringField, patchOf } from '../../kernel/http/index.js';
import { deactivatable } from '../../master-data/index.js';

const CATEGORIES = ['rejected', 'lost', 'rework'] as const;

export class ProductionReasonCodeInput {
  @StringField({ min: 1, max: 32, pattern: /^[A-Z0-9][A-Z0-9_-]{0,31}$/, example: 'STITCHING' }) code!: string;
  @StringField({ min: 1, max: 200, example: 'Seam is open' }) name!: string;
  @EnumField(CATEGORIES, { description: 'Whether it explains rejected or lost pieces; fixed once it is made.' })
  category!: string;
}

export class ProductionReasonCodePatch extends patchOf(ProductionReasonCodeInput) {}

export class ProductionReasonCodeDto extends deactivatable(ProductionReasonCodeInput) {}

export class ProductionReasonCodeListQuery extends ListQuery {
  @EnumField(CATEGORIES, { optional: true }) category?: string;
  @BooleanField({ optional: true }) is_active?: boolean;
}
