import { Controller, Get, Query } from '@nestjs/common';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { IdParam, Route } from '../../kernel/http/index.js';
import { MASTER_DATA_ERRORS } from '../master-data.errors.js';
import { MASTER_DATA } from '../master-data.permissions.js';
import { AddWorkingDaysQuery, WorkingDayDto, WorkingDaysDto, WorkingDaysQuery } from './calendars.dto.js';
import { Calendars } from './calendars.service.js';

/** What a calendar is kept for. */
@Controller('calendars')
export class WorkingDaysController {
  constructor(private readonly calendars: Calendars) {}

  @Get(':id/working-days')
  @Route({
    permission: MASTER_DATA.calendars.read,
    summary: 'Working days from one date to another',
    returns: WorkingDaysDto,
    errors: [KERNEL_ERRORS.NOT_FOUND, KERNEL_ERRORS.VALIDATION_FAILED],
  })
  workingDays(@IdParam() id: string, @Query() query: WorkingDaysQuery): Promise<WorkingDaysDto> {
    return this.calendars.workingDays(id, query.from, query.to);
  }

  @Get(':id/add-working-days')
  @Route({
    permission: MASTER_DATA.calendars.read,
    summary: 'The date so many working days away',
    returns: WorkingDayDto,
    errors: [KERNEL_ERRORS.NOT_FOUND, MASTER_DATA_ERRORS.NO_WORKING_DAY],
  })
  async addWorkingDays(@IdParam() id: string, @Query() query: AddWorkingDaysQuery): Promise<WorkingDayDto> {
    return { date: await this.calendars.addWorkingDays(id, query.date, query.days) };
  }
}
