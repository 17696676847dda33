import { Body, Controller, Get, Put } from '@nestjs/common';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { IdParam, Route } from '../../kernel/http/index.js';
import { MASTER_DATA } from '../master-data.permissions.js';
import { ShiftsAnswer, ShiftsDto } from './calendars.dto.js';
import { Calendars } from './calendars.service.js';

const { NOT_FOUND, DUPLICATE, VALIDATION_FAILED } = KERNEL_ERRORS;

/** At which hours the working days of a calendar are worked. */
@Controller('calendars')
export class ShiftsController {
  constructor(private readonly calendars: Calendars) {}

  @Get(':id/shifts')
  @Route({
    permission: MASTER_DATA.calendars.read,
    summary: 'Show the shifts of a calendar',
    returns: ShiftsAnswer,
    versioned: true,
    errors: [NOT_FOUND],
  })
  shifts(@IdParam() id: string): Promise<ShiftsAnswer> {
    return this.calendars.shifts(id);
  }

  @Put(':id/shifts')
  @Route({
    permission: MASTER_DATA.calendars.update,
    summary: 'Set the shifts of a calendar',
    description:
      'Replaces them all. Each is worked on every working day; a night shift belongs to the day it begins on.',
    returns: ShiftsAnswer,
    status: 200,
    versioned: true,
    errors: [NOT_FOUND, DUPLICATE, VALIDATION_FAILED],
  })
  replaceShifts(@IdParam() id: string, @Body() body: ShiftsDto): Promise<ShiftsAnswer> {
    return this.calendars.replaceShifts(id, body.shifts);
  }
}
