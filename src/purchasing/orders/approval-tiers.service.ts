import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import type { ListParameters, Page } from '../../kernel/database/index.js';
import { refuse } from '../../kernel/errors/index.js';
import { defaultCompanyId, permissionCatalogue } from '../../kernel/security/index.js';
import { MasterRecords } from '../../master-data/index.js';
import type { ApprovalTierDto, ApprovalTierInput, ApprovalTierPatch } from './approval-tiers.dto.js';
import { APPROVAL_TIER } from './approval-tiers.kind.js';

/** Who has to approve purchase orders from which amount on. */
@Injectable()
export class ApprovalTiersService {
  constructor(
    private readonly db: Database,
    private readonly records: MasterRecords,
  ) {}

  page(query: ListParameters): Promise<Page<ApprovalTierDto>> {
    return this.records.page(APPROVAL_TIER, query);
  }

  get(id: string): Promise<ApprovalTierDto> {
    return this.records.get(APPROVAL_TIER, id);
  }

  /** @throws VALIDATION_FAILED for none or several approvers, or a permission that does not exist; DUPLICATE for an amount that has a tier */
  create(input: ApprovalTierInput): Promise<ApprovalTierDto> {
    refuseApprover(input);
    return this.records.create(APPROVAL_TIER, { ...input, company_id: input.company_id ?? defaultCompanyId() });
  }

  /** @throws as create */
  change(id: string, patch: ApprovalTierPatch): Promise<ApprovalTierDto> {
    return this.db.transaction(async () => {
      refuseApprover({ ...(await this.get(id)), ...patch });
      return this.records.change(APPROVAL_TIER, id, patch);
    });
  }

  setActive(id: string, active: boolean): Promise<ApprovalTierDto> {
    return this.records.setActive(APPROVAL_TIER, id, active);
  }

  remove(id: string): Promise<void> {
    return this.records.remove(APPROVAL_TIER, id);
  }
}

function refuseApprover({ role_id, user_id, permission }: ApprovalTierPatch): void {
  const named = [role_id, user_id, permission].filter((each) => each != null).length;
  const known = permission == null || permissionCatalogue().some((each) => each.permission === permission);
  const message = 'Name a role, a person or a permission: one of the three';
  refuse([
    ...(named === 1 ? [] : [{ pointer: '/role_id', code: named === 0 ? 'REQUIRED' : 'EXCLUSIVE', message }]),
    ...(known ? [] : [{ pointer: '/permission', code: 'REFERENCE_NOT_FOUND', message: 'There is no such permission' }]),
  ]);
}
