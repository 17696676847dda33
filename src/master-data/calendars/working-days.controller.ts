import { Controller, Get, Query } from '@nestjs/common';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { IdParam, Route } from '../../kernel/http/index.js';
import { MASTER_DATA_ERRORS } from '../master-data.errors.js';
import { MASTER_DATA } from '../master-data.permissions.js';
import {
  AddWorkingDaysQuery,
  AddWorkingMinutesQuery,
  WorkingDayDto,
  WorkingDaysDto,
  WorkingDaysQuery,
  WorkingMinutesDto,
  WorkingMinutesQuery,
  WorkingMomentDto,
} from './calendars.dto.js';
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

  @Get(':id/working-minutes')
  @Route({
    permission: MASTER_DATA.calendars.read,
    summary: 'How many minutes are worked from one moment to another',
    returns: WorkingMinutesDto,
    errors: [KERNEL_ERRORS.NOT_FOUND, KERNEL_ERRORS.VALIDATION_FAILED],
  })
  async workingMinutes(@IdParam() id: string, @Query() query: WorkingMinutesQuery): Promise<WorkingMinutesDto> {
    return { minutes: await this.calendars.workingMinutes(id, query.from, query.to) };
  }

  @Get(':id/add-working-minutes')
  @Route({
    permission: MASTER_DATA.calendars.read,
    summary: 'The moment so many working minutes away',
    returns: WorkingMomentDto,
    errors: [KERNEL_ERRORS.NOT_FOUND, MASTER_DATA_ERRORS.NO_WORKING_DAY],
  })
  async addWorkingMinutes(@IdParam() id: string, @Query() query: AddWorkingMinutesQuery): Promise<WorkingMomentDto> {
    return { moment: await this.calendars.addWorkingMinutes(id, query.moment, query.minutes) };
  }
}
