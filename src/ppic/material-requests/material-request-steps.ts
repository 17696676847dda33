import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import { DocumentHistory } from '../../kernel/state-machine/index.js';
import type { StepEffect } from '../../kernel/state-machine/index.js';
import { MaterialRequest } from './material-request.entity.js';
import { MATERIAL_REQUEST } from './material-request.machine.js';
import type { MaterialRequestEvent } from './material-request.machine.js';
import type { MaterialRequestDto } from './material-requests.dto.js';
import { MaterialRequestsRepository } from './material-requests.repository.js';

/** Steps of requests, each in one transaction. The request is locked first, the order that it is for after it. */
@Injectable()
export class MaterialRequestSteps {
  constructor(
    private readonly db: Database,
    private readonly requests: MaterialRequestsRepository,
    private readonly history: DocumentHistory,
  ) {}

  /** One event of a request. @throws NOT_FOUND, STALE_VERSION, INVALID_STATE, FORBIDDEN and what the effect throws */
  step(
    id: string,
    event: MaterialRequestEvent,
    reason: string | null | undefined,
    effect?: (request: MaterialRequest) => Promise<StepEffect<MaterialRequest> | void>,
  ): Promise<MaterialRequestDto> {
    return this.db.transaction(async () => {
      await this.requests.get(id);
      await this.history.step({ entity: MaterialRequest, machine: MATERIAL_REQUEST, id, event, reason }, effect);
      return this.requests.get(id);
    });
  }
}
