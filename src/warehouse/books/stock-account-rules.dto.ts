import { ACCOUNT_ROLE_NAMES } from '../../accounting/index.js';
import { BooleanField, CodeField, EnumField, ListQuery, StringField, UuidField } from '../../kernel/http/index.js';
import { PRODUCT_TYPES, deactivatable } from '../../master-data/index.js';
import { VALUE_ADJUSTMENT_TYPES } from '../stock/movement-draft.js';
import { STOCK_LEGS } from './stock-legs.js';
import type { StockLeg } from './stock-legs.js';

/** The virtual sides that value comes from and goes to. */
export const SIDES_OF_STOCK = ['supplier', 'customer', 'production', 'adjustment', 'conversion'] as const;

const LEG =
  '`inventory`: what stock is worth; `work_in_progress`: what is in production; `counterpart`: where value comes from or goes to outside; `variance`: what is left over of an adjustment.';
const none = { optional: true, nullable: true } as const;

class RuleTarget {
  @EnumField(ACCOUNT_ROLE_NAMES, {
    ...none,
    example: 'cogs',
    description: 'The account that stands for this role. This or `account_id`.',
  })
  role?: string | null;
  @UuidField({ ...none, description: 'An account of the company. This or `role`.' }) account_id?: string | null;
}

class RuleConditions extends RuleTarget {
  @EnumField(STOCK_LEGS, { example: 'counterpart', description: LEG }) leg!: StockLeg;
  @EnumField(SIDES_OF_STOCK, {
    ...none,
    example: 'customer',
    description: 'Only where value comes from or goes to this side.',
  })
  location_type?: string | null;
  @CodeField({
    ...none,
    max: 63,
    example: 'requisition',
    description: 'Only for documents of this kind, as movements name it.',
  })
  source_type?: string | null;
  @EnumField(VALUE_ADJUSTMENT_TYPES, {
    ...none,
    example: 'landed_cost',
    description: 'Only for value adjustments of this kind.',
  })
  adjustment_type?: string | null;
  @EnumField(PRODUCT_TYPES, {
    ...none,
    example: 'finished_good',
    description: 'Only for products of this type. One of this, `category_id` and `product_id`.',
  })
  product_type?: string | null;
  @UuidField({ ...none, description: 'Only for products of this category or below it.' }) category_id?: string | null;
  @UuidField({ ...none, description: 'Only for this product.' }) product_id?: string | null;
}

export class StockAccountRuleInput extends RuleConditions {
  @UuidField({ optional: true, description: "The caller's default company when not given." }) company_id?: string;
}

/** What a rule is for stays as it is; where it leads may change. Give the other one of the two as null. */
export class StockAccountRulePatch extends RuleTarget {}

class RuleColumns extends RuleConditions {
  @UuidField({ nullable: true, description: 'Null: a rule of the house, for all companies.' }) company_id!:
    string | null;
}

export class StockAccountRuleDto extends deactivatable(RuleColumns) {
  @CodeField({ nullable: true, example: 'FABRICS' }) category_code!: string | null;
  @CodeField({ nullable: true, example: 'SHIRT-M' }) sku!: string | null;
  @CodeField({ nullable: true, example: '5100' }) account_number!: string | null;
}

export class StockAccountRuleListQuery extends ListQuery {
  @UuidField({ optional: true, description: 'Of this company; those of the house are always there.' })
  company_id?: string;
  @EnumField(STOCK_LEGS, { optional: true }) leg?: StockLeg;
  @UuidField({ optional: true }) product_id?: string;
  @UuidField({ optional: true }) category_id?: string;
  @BooleanField({ optional: true }) is_active?: boolean;
}

export class RuleTrialQuery {
  @UuidField({ optional: true, description: "The caller's default company when not given." }) company_id?: string;
  @EnumField(STOCK_LEGS, { example: 'counterpart', description: LEG }) leg!: StockLeg;
  @EnumField(SIDES_OF_STOCK, { optional: true, example: 'customer' }) location_type?: string;
  @CodeField({ optional: true, max: 63, example: 'requisition' }) source_type?: string;
  @EnumField(VALUE_ADJUSTMENT_TYPES, { optional: true, example: 'landed_cost' }) adjustment_type?: string;
  @UuidField({ optional: true }) product_id?: string;
}

export class RuleTrialDto {
  @UuidField({ description: 'The rule that holds.' }) rule_id!: string;
  @StringField({ nullable: true, example: 'cogs' }) role!: string | null;
  @UuidField({ nullable: true, description: 'Null: nobody stands for the role yet, and nothing can be posted.' })
  account_id!: string | null;
  @CodeField({ nullable: true, example: '5100' }) account_number!: string | null;
  @StringField({ nullable: true, example: 'Cost of goods sold' }) account_name!: string | null;
}
