import {
  BooleanField,
  CodeField,
  ListQuery,
  MoneyField,
  StringField,
  UuidField,
  patchOf,
} from '../../kernel/http/index.js';
import { deactivatable } from '../../master-data/index.js';

class ReviewerFields {
  @UuidField({ optional: true, nullable: true, description: 'What this department asks for; null: every department.' })
  department_id?: string | null;
  @UuidField({
    optional: true,
    nullable: true,
    description: 'Products of this category and those below it; null: every product.',
  })
  category_id?: string | null;
  @UuidField({ optional: true, nullable: true, description: 'Who may review: a user, or else a role.' })
  user_id?: string | null;
  @UuidField({ optional: true, nullable: true, description: 'Who may review: whoever has this role.' })
  role_id?: string | null;
  @MoneyField({
    optional: true,
    nullable: true,
    example: '5000000.00',
    description:
      'Up to which estimated amount of a line, in the currency of the company; null: any amount, also one that nobody knows.',
  })
  max_amount?: string | null;
}

export class RequisitionReviewerInput extends ReviewerFields {
  @UuidField({ optional: true, description: "The caller's default company when not given." }) company_id?: string;
}

export class RequisitionReviewerPatch extends patchOf(ReviewerFields) {}

export class RequisitionReviewerDto extends deactivatable(RequisitionReviewerInput) {
  @CodeField({ nullable: true, example: 'SEWING' }) department_code!: string | null;
  @CodeField({ nullable: true, example: 'FABRIC' }) category_code!: string | null;
  @StringField({ nullable: true, example: 'budi' }) username!: string | null;
  @CodeField({ nullable: true, example: 'purchasing_manager' }) role_code!: string | null;
}

export class RequisitionReviewerListQuery extends ListQuery {
  @UuidField({ optional: true }) company_id?: string;
  @UuidField({ optional: true }) department_id?: string;
  @UuidField({ optional: true }) category_id?: string;
  @UuidField({ optional: true }) user_id?: string;
  @UuidField({ optional: true }) role_id?: string;
  @BooleanField({ optional: true }) is_active?: boolean;
}
