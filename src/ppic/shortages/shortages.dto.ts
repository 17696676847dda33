import {
  BooleanField,
  CodeField,
  DateField,
  EnumField,
  IntegerField,
  ListField,
  ListQuery,
  QuantityField,
  StringField,
  UuidField,
} from '../../kernel/http/index.js';
import { MANUFACTURING_ORDER } from '../orders/manufacturing-order.machine.js';
import { WORK_ORDER } from '../work-orders/work-order.machine.js';
import { MAX_SHORTAGE_NEEDS } from './shortages-limits.js';

/** What an order, or one of its operations, needs of the product. */
export class ComponentNeedDto {
  @IntegerField({ min: 1, description: 'Whose turn it is: by priority, planned start, due date and number.' })
  need_rank!: number;
  @UuidField() order_id!: string;
  @CodeField({ example: 'MO-000123' }) order_number!: string;
  @EnumField(MANUFACTURING_ORDER.states) order_state!: string;
  @EnumField(['low', 'normal', 'high', 'urgent'], { example: 'normal' }) priority!: string;
  @UuidField({ nullable: true }) department_id!: string | null;
  @UuidField({ nullable: true }) work_order_id!: string | null;
  @CodeField({ nullable: true, example: 'MO-000123-20' }) work_order_number!: string | null;
  @EnumField(WORK_ORDER.states, { nullable: true }) work_order_state!: string | null;
  @DateField({ nullable: true, description: 'Planned start of the operation or order, else the due date.' })
  needed_on!: string | null;
  @DateField({ nullable: true }) due_date!: string | null;
  @QuantityField({ description: 'Still needed.' }) outstanding_quantity!: number;
  @QuantityField({ min: 0, description: 'Of it, held for the order.' }) held_quantity!: number;
  @QuantityField({ min: 0, description: 'Of the free stock, what is left when it is its turn.' })
  available_quantity!: number;
  @QuantityField({ min: 0, description: 'Neither held nor free.' }) short_quantity!: number;
}

/** A product that open orders of a warehouse still need. */
export class ComponentShortageDto {
  @UuidField() product_id!: string;
  @CodeField({ example: 'FAB-PLUSH-BRN' }) sku!: string;
  @StringField({ example: 'Plush fabric, brown' }) product_name!: string;
  @CodeField({ example: 'M' }) unit_code!: string;
  @UuidField() company_id!: string;
  @UuidField() warehouse_id!: string;
  @CodeField({ example: 'WH' }) warehouse_code!: string;
  @QuantityField({ description: 'Still needed by all open orders of the warehouse.' }) needed_quantity!: number;
  @QuantityField({ min: 0, description: 'Of it, held for them.' }) held_quantity!: number;
  @QuantityField({ min: 0, description: 'Free in the warehouse.' }) free_quantity!: number;
  @QuantityField({
    min: 0,
    description:
      'On its way for certain on a day that is known: transfers, production, purchases. See the availability of the product.',
  })
  expected_quantity!: number;
  @DateField({ nullable: true }) first_expected_on!: string | null;
  @QuantityField({ min: 0, description: 'Needed, and neither held nor free.' }) short_quantity!: number;
  @QuantityField({ min: 0, description: 'Short, even when all that is expected has come.' })
  uncovered_quantity!: number;
  @DateField({ nullable: true, description: 'The first day it is needed.' }) first_needed_on!: string | null;
  @DateField({ nullable: true, description: 'The first day something is missing.' }) first_short_on!: string | null;
  @IntegerField({ min: 1, description: 'Orders that need it.' }) order_count!: number;
  @IntegerField({ description: 'Orders that are short of it.' }) short_order_count!: number;
  @IntegerField({ description: 'Operations that are short of it.' }) short_work_order_count!: number;
  @ListField(ComponentNeedDto, {
    max: MAX_SHORTAGE_NEEDS,
    description: 'Who needs it, in the order of need: the first of them.',
  })
  needs!: ComponentNeedDto[];
}

export class ShortageListQuery extends ListQuery {
  @UuidField({ optional: true }) company_id?: string;
  @UuidField({ optional: true }) warehouse_id?: string;
  @UuidField({ optional: true }) product_id?: string;
  @UuidField({ optional: true, description: 'Products that this order still needs.' }) order_id?: string;
  @UuidField({ optional: true, description: 'Products that orders or operations of this department still need.' })
  department_id?: string;
  @BooleanField({ optional: true, example: true, description: 'Leave out what is held or free.' }) only_short?: boolean;
}

/** A product that an order or operation still needs. */
export class MaterialPositionDto {
  @UuidField() product_id!: string;
  @CodeField({ example: 'FAB-PLUSH-BRN' }) sku!: string;
  @StringField({ example: 'Plush fabric, brown' }) product_name!: string;
  @QuantityField({ min: 0 }) outstanding_quantity!: number;
  @QuantityField({ min: 0, description: 'Held for it.' }) allocated_quantity!: number;
  @QuantityField({ min: 0, description: 'Free in the warehouse when the operations before it have theirs.' })
  available_quantity!: number;
  @QuantityField({ min: 0 }) short_quantity!: number;
}

/** An operation, and whether its material is here. */
export class OperationMaterialDto {
  @UuidField() work_order_id!: string;
  @CodeField({ example: 'MO-000123-20' }) number!: string;
  @IntegerField({ min: 1, example: 20 }) operation_no!: number;
  @StringField({ example: 'Sewing' }) name!: string;
  @UuidField({ nullable: true }) department_id!: string | null;
  @EnumField(WORK_ORDER.states) state!: string;
  @BooleanField({
    description: 'Everything that it still needs is held or free: it can start as far as material goes.',
  })
  material_is_here!: boolean;
  @ListField(MaterialPositionDto, { description: 'What it still needs.' }) material!: MaterialPositionDto[];
}

export class OrderShortagesDto {
  @UuidField() order_id!: string;
  @CodeField({ example: 'MO-000123' }) order_number!: string;
  @EnumField(MANUFACTURING_ORDER.states) state!: string;
  @BooleanField() material_is_here!: boolean;
  @ListField(MaterialPositionDto, { description: 'What the order as a whole still needs.' })
  material!: MaterialPositionDto[];
  @ListField(OperationMaterialDto, { description: 'Operation by operation; empty before the release.' })
  work_orders!: OperationMaterialDto[];
}

/** A component of an operation, from what is required to what is at hand. */
export class AllocatedComponentDto extends MaterialPositionDto {
  @QuantityField({ min: 0, description: 'For all pieces planned.' }) required_quantity!: number;
  @QuantityField({ min: 0, description: 'Taken so far.' }) issued_quantity!: number;
  @QuantityField({ min: 0, description: 'Asked for by open requests for the operation, and not issued yet.' })
  requested_quantity!: number;
}

export class WorkOrderMaterialDto {
  @UuidField() work_order_id!: string;
  @CodeField({ example: 'MO-000123-20' }) number!: string;
  @UuidField() order_id!: string;
  @EnumField(WORK_ORDER.states) state!: string;
  @BooleanField({ description: 'Everything that it still needs is held or free.' }) material_is_here!: boolean;
  @ListField(AllocatedComponentDto) components!: AllocatedComponentDto[];
}
