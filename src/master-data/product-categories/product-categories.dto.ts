import { CodeField, StringField, UuidField, patchOf } from '../../kernel/http/index.js';
import { RecordInput, RecordListQuery, deactivatable } from '../records/record.dto.js';

export class ProductCategoryInput extends RecordInput {
  @CodeField({ example: 'TOYS', description: 'Unique whatever its case.' }) code!: string;
  @StringField({ min: 1, max: 200, example: 'Soft toys' }) name!: string;
  @UuidField({ optional: true, nullable: true, description: 'The category above; null at the top of the tree.' })
  parent_id?: string | null;
}

export class ProductCategoryPatch extends patchOf(ProductCategoryInput) {}

export class ProductCategoryDto extends deactivatable(ProductCategoryInput) {
  @CodeField({ nullable: true, example: 'FINISHED' }) parent_code!: string | null;
}

export class ProductCategoryListQuery extends RecordListQuery {
  @StringField({ optional: true, min: 1, max: 64, description: 'Exactly this code, in any case.' }) code?: string;
  @UuidField({ optional: true, description: 'Directly below this category.' }) parent_id?: string;
}
