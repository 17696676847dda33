import { Controller, Get } from '@nestjs/common';
import { Route } from '../../kernel/http/index.js';
import { OPERATIONS } from '../operations.permissions.js';
import { BackupDto } from './backups.dto.js';
import { BackupsService } from './backups.service.js';

@Controller('operations/backups')
export class BackupsController {
  constructor(private readonly backups: BackupsService) {}

  @Get()
  @Route({
    summary: 'List the backups',
    description:
      'Newest first, with the outcome of their last proof. They are made by the jobs `backup-daily` and `backup-weekly` and by `pabrik backup`.',
    permission: OPERATIONS.backups.read,
    returns: [BackupDto],
    status: 200,
  })
  list(): Promise<BackupDto[]> {
    return this.backups.known();
  }
}
