import { BooleanField, CodeField, ListQuery, QuantityField, UuidField, patchOf } from '../../kernel/http/index.js';
import { deactivatable } from '../../master-data/index.js';

class LevelFields {
  @QuantityField({ example: 10, description: 'Below so many free pieces the bin is filled up.' }) minimum!: number;
  @QuantityField({ example: 40, description: 'Up to so many free pieces.' }) maximum!: number;
  @QuantityField({
    optional: true,
    example: 12,
    description:
      'Brought in whole multiples of this, such as a carton; 1 when not given. From one below the minimum one must fit.',
  })
  multiple?: number;
  @UuidField({
    optional: true,
    nullable: true,
    description: 'Taken from here and below; from anywhere in the warehouse when not given.',
  })
  source_location_id?: string | null;
}

export class ReplenishmentRuleInput extends LevelFields {
  @UuidField({ description: 'The bin that is picked from.' }) location_id!: string;
  @UuidField() product_id!: string;
}

/** A rule stays with its bin and product. */
export class ReplenishmentRulePatch extends patchOf(LevelFields) {}

class ReplenishmentRuleColumns extends ReplenishmentRuleInput {
  @UuidField() company_id!: string;
  @UuidField() warehouse_id!: string;
  @QuantityField({ example: 12 }) declare multiple: number;
}

export class ReplenishmentRuleDto extends deactivatable(ReplenishmentRuleColumns) {
  @CodeField({ example: 'P-01' }) location_code!: string;
  @CodeField({ example: 'TEDDY-30' }) sku!: string;
  @CodeField({ nullable: true, example: 'BULK' }) source_location_code!: string | null;
}

export class ReplenishmentRuleListQuery extends ListQuery {
  @UuidField({ optional: true }) company_id?: string;
  @UuidField({ optional: true }) warehouse_id?: string;
  @UuidField({ optional: true }) location_id?: string;
  @UuidField({ optional: true }) product_id?: string;
  @BooleanField({ optional: true }) is_active?: boolean;
}
