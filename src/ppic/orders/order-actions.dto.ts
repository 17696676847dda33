import {
  BooleanField,
  CodeField,
  QuantityField,
  StringField,
  TextField,
  UnitQuantityField,
  UuidField,
} from '../../kernel/http/index.js';
import { OutputLotsInput } from './production.dto.js';

const REASON = { max: 2000, example: 'Agreed with the planner' };

export class OrderApprovalInput {
  @TextField({ optional: true, nullable: true, example: 'Material is in house' }) approval_notes?: string | null;
}

/** The same in the query, as earlier clients send it; the body wins. */
export class OrderApprovalQuery {
  @TextField({ optional: true, description: 'Taken when the body has none.' }) approval_notes?: string;
}

export class OrderReservationQuery {
  @BooleanField({
    optional: true,
    example: false,
    description: 'Hold what there is; the answer lists what is short in `shortages`.',
  })
  allow_partial?: boolean;
}

export class OrderStartInput {
  @TextField({ optional: true, nullable: true, example: 'Line 2' }) start_notes?: string | null;
}

export class OrderCompletionInput extends OutputLotsInput {
  @QuantityField({
    optional: true,
    min: 0,
    example: 100,
    description: "The order's total of good pieces: after reports of 5, 8 posts the other 3.",
  })
  actual_quantity?: number;
  @UnitQuantityField({ optional: true, nullable: true, example: null, description: 'Instead: how many of the unit.' })
  actual_unit_quantity?: string | null;
  @UuidField({ optional: true, nullable: true, description: 'Its unit; the stock unit when not given.' })
  unit_id?: string | null;
  @CodeField({
    optional: true,
    nullable: true,
    example: null,
    description: 'Instead of `unit_id`: the unit by its code.',
  })
  unit_code?: string | null;
  @TextField({ optional: true, nullable: true, example: 'All pieces checked' }) quality_notes?: string | null;
  @BooleanField({
    default: false,
    description: 'Accept a quantity more than 10 % off the plan; needs `ppic.manufacturing_orders.override_variance`.',
  })
  variance_override!: boolean;
  @BooleanField({
    default: false,
    description:
      'Accept less material issued by hand than the tolerance allows; needs `ppic.manufacturing_orders.override_consumption`.',
  })
  consumption_override!: boolean;
}

/** Why something is stopped or undone. */
export class OrderReasonInput {
  @StringField({ min: 1, ...REASON }) reason!: string;
}

export class OptionalOrderReasonInput {
  @StringField({ optional: true, nullable: true, ...REASON }) reason?: string | null;
}
