import { BooleanField, EnumField, ListQuery, StringField, patchOf } from '../../kernel/http/index.js';
import { deactivatable } from '../../master-data/index.js';
import { SEVERITIES } from '../severities.js';

export class DefectReasonInput {
  @StringField({ min: 1, max: 32, pattern: /^[A-Z0-9][A-Z0-9_-]{0,31}$/, example: 'CRACKED' }) code!: string;
  @StringField({ min: 1, max: 200, example: 'Button is cracked' }) name!: string;
  @EnumField(SEVERITIES, {
    example: 'major',
    description: 'Of defects recorded from now on; one critical piece fails a sample.',
  })
  severity!: string;
}

export class DefectReasonPatch extends patchOf(DefectReasonInput) {}

export class DefectReasonDto extends deactivatable(DefectReasonInput) {}

export class DefectReasonListQuery extends ListQuery {
  @EnumField(SEVERITIES, { optional: true }) severity?: string;
  @BooleanField({ optional: true }) is_active?: boolean;
}
