import {
  CodeField,
  IntegerField,
  QuantityField,
  StringField,
  UnitCostField,
  UnitQuantityField,
  UuidField,
} from '../../kernel/http/index.js';

/** What a line of a document said in a unit of its own. */
export class LineUnitDto {
  @IntegerField({ min: 1, description: 'Place of the line in the document.' }) line_no!: number;
  @IntegerField({ min: 1, description: 'The first ledger line that it became.' }) first_line_no!: number;
  @IntegerField({ min: 1, description: 'The last one.' }) last_line_no!: number;
  @UuidField() product_id!: string;
  @UuidField() unit_id!: string;
  @CodeField({ example: 'BOX' }) unit_code!: string;
  @UnitQuantityField() unit_quantity!: string;
  @UnitCostField({ nullable: true, description: 'For one of that unit.' }) unit_cost!: string | null;
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
