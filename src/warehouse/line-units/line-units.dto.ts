import {
  CodeField,
  IntegerField,
  QuantityField,
  StringField,
  UnitCostField,
  UnitQuantityField,
  UuidField,
} from '../../kernel/http/index.js';

/** The unit that quantities of a line are said in. */
export class InUnitInput {
  @UuidField({
    optional: true,
    nullable: true,
    description:
      'The unit that is counted in. When not given: the purchase unit for what comes from suppliers, the sales unit for what goes to customers, else the stock unit.',
  })
  unit_id?: string | null;
  @CodeField({
    optional: true,
    nullable: true,
    example: null,
    description: 'Instead of `unit_id`: the unit by its code.',
  })
  unit_code?: string | null;
}

/** A quantity in pieces, or in a unit. */
export class QuantityInput extends InUnitInput {
  @QuantityField({ optional: true, description: 'Pieces of the stock unit.' }) quantity?: number;
  @UnitQuantityField({
    optional: true,
    nullable: true,
    description:
      'Instead: how many of the unit. What comes out as a fraction of a piece is refused, unless the stock unit has a rounding rule.',
  })
  unit_quantity?: string | null;
}

/** What a document said of a quantity in a unit of its own. */
export class SaidUnitDto {
  @IntegerField({ min: 1, description: 'Place of the line in the document.' }) line_no!: number;
  @UuidField() product_id!: string;
  @UuidField() unit_id!: string;
  @CodeField({ example: 'BOX' }) unit_code!: string;
  @UnitQuantityField() unit_quantity!: string;
  @QuantityField({ description: 'The pieces that it became.' }) quantity!: number;
  @StringField({ example: '12', description: 'One of the unit was numerator / denominator stock units then.' })
  numerator!: string;
  @StringField({ example: '1' }) denominator!: string;
  @StringField({
    example: '0',
    description: 'By how much the pieces are more or (below zero) less than what was said: an exact fraction.',
  })
  difference!: string;
}

/** A quantity of a document that keeps its words beside its own rows, or answers them. */
export class DocumentUnitDto extends SaidUnitDto {
  @StringField({ example: 'quantity', description: 'Which quantity of the line.' }) field!: string;
}

/** What a line of a movement said in a unit of its own. */
export class LineUnitDto extends SaidUnitDto {
  @IntegerField({ min: 1, description: 'The first ledger line that it became.' }) first_line_no!: number;
  @IntegerField({ min: 1, description: 'The last one.' }) last_line_no!: number;
  @UnitCostField({ nullable: true, description: 'For one of that unit.' }) unit_cost!: string | null;
}
