import { Controller, Get } from '@nestjs/common';
import { Route } from '../../kernel/http/index.js';
import { OPERATIONS } from '../operations.permissions.js';
import { IntegrityDto } from './integrity.dto.js';
import { IntegrityService } from './integrity.service.js';

@Controller('operations/integrity')
export class IntegrityController {
  constructor(private readonly integrity: IntegrityService) {}

  @Get()
  @Route({
    summary: 'Check every invariant',
    description:
      'The same check as `pabrik check`: what must always be true of stock, documents and the database itself, with figures.',
    permission: OPERATIONS.integrity.read,
    returns: IntegrityDto,
    status: 200,
  })
  async check(): Promise<IntegrityDto> {
    const invariants = await this.integrity.check();
    return { ok: invariants.every(({ violations }) => violations === 0), invariants };
  }
}
