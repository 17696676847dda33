import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { Route } from '../../kernel/http/index.js';
import { assertInScope, currentActor, defaultCompanyId } from '../../kernel/security/index.js';
import { QUALITY } from '../quality.permissions.js';
import { GateDto, GateQuery } from './gates.dto.js';
import { QualityGate } from './quality-gate.js';

@ApiTags('Quality')
@Controller('quality/gates')
export class GatesController {
  constructor(private readonly gate: QualityGate) {}

  @Get()
  @Route({
    summary: 'What keeps a lot, or what a document speaks of, from going on',
    permission: QUALITY.inspections.read,
    returns: GateDto,
    status: 200,
    errors: [KERNEL_ERRORS.NOT_FOUND],
  })
  async blockers(@Query() { company_id = defaultCompanyId(), ...subject }: GateQuery): Promise<GateDto> {
    assertInScope({ company_id }, 'Company');
    const { warehouse_ids } = currentActor();
    const blockers = await this.gate.blockers({ company_id, ...subject });
    return {
      blockers: blockers.map(({ code, message, inspection_id, number, warehouse_id }) =>
        warehouse_id === null || warehouse_ids === null || warehouse_ids.includes(warehouse_id)
          ? { code, message, inspection_id, number }
          : { code, message: 'In another warehouse', inspection_id: null, number: null },
      ),
    };
  }
}
