import { BooleanField, EnumField, ListQuery, StringField, patchOf } from '../../kernel/http/index.js';
import { deactivatable } from '../../master-data/index.js';
import { DOWNTIME_CATEGORIES } from './downtimes-limits.js';

export class DowntimeReasonInput {
  @StringField({ min: 1, max: 32, pattern: /^[A-Z0-9][A-Z0-9_-]{0,31}$/, example: 'BREAKDOWN' }) code!: string;
  @StringField({ min: 1, max: 200, example: 'Machine is broken' }) name!: string;
  @EnumField(DOWNTIME_CATEGORIES, {
    example: 'unplanned',
    description: 'Planned: taken out of the time that is planned. Unplanned: a loss. Fixed once it is made.',
  })
  category!: string;
}

export class DowntimeReasonPatch extends patchOf(DowntimeReasonInput) {}

export class DowntimeReasonDto extends deactivatable(DowntimeReasonInput) {
  @EnumField(['availability'], {
    nullable: true,
    example: 'availability',
    description: 'Which factor of the OEE such a downtime lowers; null: none, since it is planned.',
  })
  oee_loss!: string | null;
}

export class DowntimeReasonListQuery extends ListQuery {
  @EnumField(DOWNTIME_CATEGORIES, { optional: true }) category?: string;
  @BooleanField({ optional: true }) is_active?: boolean;
}
