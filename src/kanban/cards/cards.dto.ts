import {
  BooleanField,
  CodeField,
  DateField,
  EnumField,
  ListField,
  ListQuery,
  QuantityField,
  StringField,
  TextField,
  UuidField,
  ValuesField,
  patchOf,
} from '../../kernel/http/index.js';
import { versioned } from '../../master-data/index.js';
import { CARD_PRIORITIES, MOST_CARDS } from './cards-limits.js';
import { REQUEST_CARD } from './request-card.machine.js';

const { states } = REQUEST_CARD;

class CardFields {
  @QuantityField({ alias: 'qty_requested', example: 40, description: 'Pieces of the stock unit.' }) quantity!: number;
  @EnumField(CARD_PRIORITIES, { optional: true, default: 'normal', example: 'high' }) priority?: string;
  @DateField({ optional: true, nullable: true, example: '2026-02-14' }) needed_by?: string | null;
  @TextField({ optional: true, nullable: true, example: 'Second shift runs out of thread' }) reason?: string | null;
}

export class CardInput extends CardFields {
  @UuidField() product_id!: string;
  @UuidField({ optional: true, description: "The caller's default company when not given." }) company_id?: string;
  @UuidField({
    optional: true,
    nullable: true,
    description: 'Who asks; the only department of a caller who is limited to one.',
  })
  department_id?: string | null;
  @UuidField({ optional: true, nullable: true, description: 'The manufacturing order it is for.' }) work_order_id?:
    string | null;
  @UuidField({
    optional: true,
    nullable: true,
    description: "Where it is picked within; the board's place, else the stock zone of the company's first warehouse.",
  })
  from_location_id?: string | null;
  @UuidField({
    optional: true,
    nullable: true,
    description:
      "Where it is needed; the board's place, else the production floor of that warehouse, made when there is none.",
  })
  to_location_id?: string | null;
}

/** What may change while nobody has approved it. */
export class CardPatch extends patchOf(CardFields) {}

class CardColumns {
  @CodeField({ example: 'KC-000042' }) number!: string;
  @UuidField() company_id!: string;
  @UuidField({ nullable: true }) department_id!: string | null;
  @CodeField({ nullable: true, example: 'SEWING' }) department_code!: string | null;
  @UuidField() product_id!: string;
  @CodeField({ example: 'FAB-PLUSH-BRN' }) sku!: string;
  @StringField({ example: 'Plush fabric, brown' }) product_name!: string;
  @QuantityField() quantity!: number;
  @QuantityField({ deprecated: true, description: 'Older name of `quantity`.' }) qty_requested!: number;
  @EnumField(CARD_PRIORITIES) priority!: string;
  @DateField({ nullable: true }) needed_by!: string | null;
  @BooleanField({ description: 'Past the day it is needed by, and not over.' }) is_late!: boolean;
  @TextField({ nullable: true }) reason!: string | null;
  @UuidField({ nullable: true }) work_order_id!: string | null;
  @EnumField(states) state!: string;
  @UuidField() from_location_id!: string;
  @CodeField({ example: 'STOCK' }) from_location_code!: string;
  @UuidField() to_location_id!: string;
  @CodeField({ example: 'WH-FLOOR' }) to_location_code!: string;
  @QuantityField({ min: 0 }) shipped_quantity!: number;
  @QuantityField({ min: 0 }) received_quantity!: number;
  @QuantityField({ min: 0, description: 'Shipped, and never arrived.' }) lost_quantity!: number;
  @QuantityField({ min: 0, description: 'On its way now.' }) in_transit_quantity!: number;
  @UuidField({ nullable: true }) created_by!: string | null;
}

export class RequestCardDto extends versioned(CardColumns) {}

export class AllCardsDto {
  @ListField(RequestCardDto, {
    max: MOST_CARDS,
    description: 'The most urgent first, then by the day they are needed.',
  })
  data!: RequestCardDto[];
}

class CardFilters extends ListQuery {
  @ValuesField('string', {
    optional: true,
    max: 6,
    example: ['pending', 'approved'],
    description: 'States, separated by commas.',
  })
  state?: string[];
  @UuidField({ optional: true }) department_id?: string;
  @UuidField({ optional: true }) product_id?: string;
  @UuidField({ optional: true }) work_order_id?: string;
  @EnumField(CARD_PRIORITIES, { optional: true }) priority?: string;
  @BooleanField({ optional: true, description: 'Past the day they are needed by, and not over.' }) late?: boolean;
}

export class CardListQuery extends CardFilters {}

export class AllCardsQuery {
  @UuidField({ optional: true }) department_id?: string;
  @BooleanField({ optional: true, default: false, description: 'Also those that are over.' })
  include_finished?: boolean;
}

export class CardNoteInput {
  @TextField({ optional: true, nullable: true, example: 'Agreed with the warehouse' }) reason?: string | null;
}

export class ShipCardInput {
  @QuantityField({ optional: true, description: 'Everything that is left when not given.' }) quantity?: number;
  @TextField({ optional: true, nullable: true }) reason?: string | null;
}

export class ReceiveCardInput {
  @QuantityField({ optional: true, min: 0, description: 'Arrived; all that is on its way when not given.' })
  quantity?: number;
  @QuantityField({ optional: true, min: 0, default: 0, description: 'Will not arrive any more: leaves the books.' })
  lost_quantity?: number;
  @TextField({ optional: true, nullable: true, description: 'Needed when something is lost.' }) reason?: string | null;
}

export class ShortCloseCardInput {
  @StringField({ min: 1, max: 2000, example: 'The rest is not needed any more' }) reason!: string;
}
