import {
  BooleanField,
  IntegerField,
  ListField,
  QuantityField,
  StringField,
  UuidField,
} from '../../kernel/http/index.js';

export class ComponentSubstituteInput {
  @UuidField({
    optional: true,
    nullable: true,
    description: 'A substitute of the component in the bill; the first by preference that has enough when not given.',
  })
  product_id?: string | null;
  @QuantityField({
    optional: true,
    example: 40,
    description: 'Pieces of the component that it meets; all when not given.',
  })
  quantity?: number;
}

export class SubstituteOptionDto {
  @UuidField() product_id!: string;
  @StringField({ example: 'PLUSH-DB' }) sku!: string;
  @IntegerField({ min: 1, example: 1, description: '1 is asked first.' }) preference!: number;
  @QuantityField({ example: 3, description: 'So many of it …' }) numerator!: number;
  @QuantityField({ example: 2, description: '… for so many of the component.' }) denominator!: number;
  @QuantityField({ min: 0, example: 500, description: "Free in the order's warehouse." }) free_quantity!: number;
}

export class ComponentSubstitutesDto {
  @UuidField() component_id!: string;
  @UuidField() product_id!: string;
  @StringField({ example: 'PLUSH-BR' }) sku!: string;
  @QuantityField({ min: 0, example: 200 }) required_quantity!: number;
  @QuantityField({ min: 0, example: 40, description: 'Missing for the order.' }) short_quantity!: number;
  @BooleanField({ description: 'Something of it was used: it cannot be replaced any more.' }) used!: boolean;
  @ListField(SubstituteOptionDto) options!: SubstituteOptionDto[];
}
