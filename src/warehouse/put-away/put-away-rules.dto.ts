import {
  BooleanField,
  CodeField,
  EnumField,
  IntegerField,
  ListQuery,
  StringField,
  TextField,
  UuidField,
  patchOf,
} from '../../kernel/http/index.js';
import { TRACKINGS, deactivatable } from '../../master-data/index.js';
import { PUT_AWAY_STRATEGIES } from './placing.js';

class PutAwayRuleFields {
  @IntegerField({
    min: 1,
    max: 9999,
    example: 10,
    description: 'Whose turn it is: the smallest first; of equals, the one made first.',
  })
  priority!: number;
  @UuidField({ optional: true, nullable: true, description: 'Only for this product.' }) product_id?: string | null;
  @UuidField({ optional: true, nullable: true, description: 'Only for products of this category or below it.' })
  category_id?: string | null;
  @EnumField(TRACKINGS, { optional: true, nullable: true, description: 'Only for products tracked like this.' })
  tracking?: string | null;
  @EnumField(PUT_AWAY_STRATEGIES, {
    example: 'same_product',
    description:
      '`fixed_bin`: the location itself. Within the location: `same_product`, where the product lies already; `empty_bin`; `zone`, any bin with room by its code.',
  })
  strategy!: string;
  @UuidField({
    optional: true,
    nullable: true,
    description: 'The bin, or the zone to look in; the whole warehouse when not given.',
  })
  location_id?: string | null;
  @TextField({ optional: true, nullable: true, example: 'Heavy things below' }) notes?: string | null;
}

export class PutAwayRuleInput extends PutAwayRuleFields {
  @UuidField({ description: 'The warehouse whose receiving places the rule is for.' }) warehouse_id!: string;
}

/** A rule stays in its warehouse. */
export class PutAwayRulePatch extends patchOf(PutAwayRuleFields) {}

class PutAwayRuleColumns extends PutAwayRuleInput {
  @UuidField() company_id!: string;
  @UuidField() declare location_id: string;
}

export class PutAwayRuleDto extends deactivatable(PutAwayRuleColumns) {
  @CodeField({ example: 'WH' }) warehouse_code!: string;
  @CodeField({ example: 'Z1' }) location_code!: string;
  @CodeField({ nullable: true, example: 'TEDDY-30' }) sku!: string | null;
  @CodeField({ nullable: true, example: 'TOYS' }) category_code!: string | null;
}

export class PutAwayRuleListQuery extends ListQuery {
  @UuidField({ optional: true }) company_id?: string;
  @UuidField({ optional: true }) warehouse_id?: string;
  @UuidField({ optional: true }) product_id?: string;
  @UuidField({ optional: true }) category_id?: string;
  @UuidField({ optional: true }) location_id?: string;
  @StringField({ optional: true, max: 20 }) strategy?: string;
  @BooleanField({ optional: true }) is_active?: boolean;
}
