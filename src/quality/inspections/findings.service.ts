import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import type { ListParameters, Page } from '../../kernel/database/index.js';
import { KERNEL_ERRORS, refuse } from '../../kernel/errors/index.js';
import { PlansRepository } from '../plans/plans.repository.js';
import type { FindingsInput, InspectionResultDto } from './findings.dto.js';
import { defectFaults, judged, resultFaults } from './findings.js';
import { FindingsRepository } from './findings.repository.js';
import { Inspection } from './inspection.entity.js';
import type { InspectionDto } from './inspections.dto.js';
import { InspectionsService } from './inspections.service.js';

/** What people find while they inspect. */
@Injectable()
export class FindingsService {
  constructor(
    private readonly db: Database,
    private readonly inspections: InspectionsService,
    private readonly plans: PlansRepository,
    private readonly findings: FindingsRepository,
  ) {}

  async results(id: string, query: ListParameters): Promise<Page<InspectionResultDto>> {
    await this.inspections.get(id);
    return this.findings.results(id, query);
  }

  /**
   * Takes hundreds of results and defects at once, in a fixed number of statements; the version grows with them, so that a decision never
   * rests on less than what was seen.
   * @throws VALIDATION_FAILED with every fault of all of them, INVALID_STATE
   */
  record(id: string, { results = [], defects = [] }: FindingsInput): Promise<InspectionDto> {
    return this.db.transaction(async () => {
      await this.inspections.get(id);
      const { state, plan_id, sample_size, notes } = await this.db.lock(Inspection, id);
      if (state !== 'in_progress')
        throw KERNEL_ERRORS.INVALID_STATE(`The inspection is ${state}`, {
          state,
          event: 'record',
          allowed_from: ['in_progress'],
        });
      const characteristics = await this.plans.characteristics(plan_id);
      const known = await this.findings.activeReasons(defects.map(({ reason_id }) => reason_id));
      refuse([
        ...resultFaults(results, characteristics, sample_size),
        ...defectFaults(defects, known, sample_size),
        ...(results.length + defects.length === 0
          ? [{ pointer: '/results', code: 'REQUIRED', message: 'Nothing was found' }]
          : []),
      ]);
      await this.findings.keepResults(id, judged(results, characteristics));
      await this.findings.keepSampleDefects(id, defects);
      await this.db.update(Inspection, id, { notes });
      return this.inspections.get(id);
    });
  }
}
