import { Injectable } from '@nestjs/common';
import { refuse } from '../../kernel/errors/index.js';
import { currentActor } from '../../kernel/security/index.js';
import { LineUnits } from '../../warehouse/index.js';
import { MATERIAL_REQUEST_ERRORS } from './material-request.errors.js';
import { MaterialRequestSteps } from './material-request-steps.js';
import type { MaterialApprovalInput, MaterialRequestDto } from './material-requests.dto.js';
import { MaterialRequestsRepository } from './material-requests.repository.js';
import { approvedQuantities, decisionFaults, decisions, unknownLines } from './request-lines.js';
import { RequestLinesRepository } from './request-lines.repository.js';

/** What is decided of requests for material. */
@Injectable()
export class MaterialApprovals {
  constructor(
    private readonly steps: MaterialRequestSteps,
    private readonly requests: MaterialRequestsRepository,
    private readonly rows: RequestLinesRepository,
    private readonly units: LineUnits,
  ) {}

  /**
   * Approves what was asked for, or less of it with a reason.
   * @throws REQUEST_APPROVER_IS_REQUESTER; VALIDATION_FAILED with every line that cannot be so
   */
  approve(id: string, { lines = [], reason = null }: MaterialApprovalInput): Promise<MaterialRequestDto> {
    return this.steps.step(id, 'approve', reason, async ({ created_by }) => {
      const approved_by = currentActor().user_id;
      if (created_by === approved_by && (await this.requests.circumstances(id)).approver_must_differ)
        throw MATERIAL_REQUEST_ERRORS.REQUEST_APPROVER_IS_REQUESTER();
      const known = await this.rows.lines(id);
      const { lines: counted, faults } = await this.units.count(approvedQuantities(lines, known));
      const decided = decisions(lines, counted, known, reason);
      const others = faults.length > 0 ? [] : decisionFaults(lines, decided, known);
      refuse([...unknownLines(lines, known), ...faults, ...others]);
      await this.rows.decide(id, decided);
      return { columns: { approved_by, approved_at: 'now' } };
    });
  }

  reject(id: string, reason: string): Promise<MaterialRequestDto> {
    return this.steps.step(id, 'reject', reason);
  }

  /** @throws REQUEST_HAS_ISSUES: what was issued is at the floor, and the request is closed instead */
  cancel(id: string, reason: string): Promise<MaterialRequestDto> {
    return this.steps.step(id, 'cancel', reason, async () => {
      const known = await this.rows.lines(id);
      if (known.some(({ issued_quantity }) => issued_quantity > 0)) throw MATERIAL_REQUEST_ERRORS.REQUEST_HAS_ISSUES();
    });
  }

  /** Ends a request: nothing more is issued for it, and nothing of it comes back. */
  close(id: string, reason: string): Promise<MaterialRequestDto> {
    return this.steps.step(id, 'close', reason);
  }
}
