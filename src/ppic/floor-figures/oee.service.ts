import { Injectable } from '@nestjs/common';
import { Calendars, minuteOf } from '../../master-data/index.js';
import { assertRange } from './figures-range.js';
import type { OeeDto, OeeRowDto } from './floor-figures.dto.js';
import {
  NO_FIGURES,
  addFigures,
  lostMinutes,
  oeeFactors,
  plannedMinutes,
  runningMinutes,
  standardMinutes,
} from './oee.js';
import type { OeeFigures } from './oee.js';
import { OeeRepository } from './oee.repository.js';
import type { MadeWork, OeeCentre, OeeFilter } from './oee.repository.js';
import { byDay, slotsOf } from './production-days.js';
import type { ShiftSlot } from './production-days.js';

type Group = 'work_centre' | 'department' | 'company';
type Period = 'range' | 'day' | 'shift';

/** Figures of one work centre for one shift of one production day. */
interface Cell {
  readonly centre: OeeCentre;
  readonly production_date: string;
  readonly shift: string | null;
  readonly figures: OeeFigures;
}

const STANDARD_PLACES = 4;

/** How well work centres were used: availability, performance, quality and their product. */
@Injectable()
export class OeeService {
  constructor(
    private readonly repository: OeeRepository,
    private readonly calendars: Calendars,
  ) {}

  /**
   * Four statements, whatever the range. What has not come yet does not count as planned.
   * @throws VALIDATION_FAILED for a range that ends before it begins or is longer than 366 days
   */
  async oee(filter: OeeFilter, group: Group, period: Period): Promise<OeeDto> {
    assertRange(filter);
    const centres = await this.repository.centres(filter);
    const ids = centres.map(({ work_centre_id }) => work_centre_id);
    const slots = await this.slots(centres, filter);
    const standstills = groupedBy(await this.repository.standstills(ids, filter));
    const work = groupedBy(await this.repository.work(ids, filter));
    const cells = centres.flatMap((centre) => {
      const own = slots.get(centre.calendar_id)!;
      const touching = byDay(filter.from, standstills.get(centre.work_centre_id) ?? []);
      return [
        ...own.map((slot) => timeOf(centre, slot, touching)),
        ...(work.get(centre.work_centre_id) ?? []).map((made) => workOf(centre, made, own)),
      ];
    });
    const rows = new Map<string, OeeRowDto & { figures: OeeFigures }>();
    for (const cell of cells) addTo(rows, cell, group, period);
    const data = [...rows.values()].map(shown).sort(inOrder);
    const total = cells.reduce((sum, { figures }) => addFigures(sum, figures), NO_FIGURES);
    const whole = { id: null, code: null, name: null, production_date: null, shift: null };
    return { data, total: cells.length === 0 ? [] : [shown({ ...whole, figures: total })] };
  }

  /** The shifts of each calendar; of none: round the clock. */
  private async slots(centres: readonly OeeCentre[], filter: OeeFilter): Promise<Map<string | null, ShiftSlot[]>> {
    const ids = new Set(centres.map(({ calendar_id }) => calendar_id));
    const times = await this.calendars.workingTimes([...ids].filter((id) => id !== null));
    const now = minuteOf(new Date().toISOString(), 'down');
    const clockOf = (id: string | null) => (id === null ? this.calendars.roundTheClock() : times.get(id)!);
    return new Map([...ids].map((id) => [id, slotsOf(clockOf(id), filter, now, filter.shift)]));
  }
}

function groupedBy<T extends { work_centre_id: string }>(rows: readonly T[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const there = groups.get(row.work_centre_id);
    if (there) there.push(row);
    else groups.set(row.work_centre_id, [row]);
  }
  return groups;
}

/** The time of a shift, and what standstills took of it. */
function timeOf(centre: OeeCentre, slot: ShiftSlot, touching: ReturnType<typeof byDay>): Cell {
  const { capacity } = centre;
  const { spans, production_date, shift } = slot;
  const lost = lostMinutes(spans, capacity, touching(production_date));
  const figures = {
    ...NO_FIGURES,
    shift_minutes: spans.reduce((sum, [from, to]) => sum + to - from, 0) * capacity,
    planned_downtime_minutes: lost.planned,
    downtime_minutes: lost.unplanned,
  };
  return { centre, production_date, shift, figures };
}

/** What was made in a shift; one that the calendar knows is called as it is there. */
function workOf(centre: OeeCentre, made: MadeWork, slots: readonly ShiftSlot[]): Cell {
  const { production_date, made_quantity, first_good_quantity, machine_minutes } = made;
  const known = slots.find(({ shift }) => shift !== null && shift.toLowerCase() === made.shift);
  const standard_minutes = standardMinutes(made);
  const figures = { ...NO_FIGURES, standard_minutes, made_quantity, first_good_quantity, machine_minutes };
  return { centre, production_date, shift: known?.shift ?? made.shift, figures };
}

type Row = Pick<OeeRowDto, 'id' | 'code' | 'name' | 'production_date' | 'shift'> & { figures: OeeFigures };

function addTo(rows: Map<string, Row>, cell: Cell, group: Group, period: Period): void {
  const { centre, figures } = cell;
  const production_date = period === 'range' ? null : cell.production_date;
  const shift = period === 'shift' ? cell.shift : null;
  const id = centre[`${group}_id`];
  const key = JSON.stringify([id, production_date, shift]);
  const row = rows.get(key);
  if (row) row.figures = addFigures(row.figures, figures);
  else
    rows.set(key, {
      id,
      code: centre[`${group}_code`],
      name: centre[`${group}_name`],
      production_date,
      shift,
      figures,
    });
}

function shown({ figures, ...of }: Row): OeeRowDto {
  const { standard_minutes, shift_minutes, planned_downtime_minutes, downtime_minutes, ...rest } = figures;
  return {
    ...of,
    shift_minutes,
    planned_downtime_minutes,
    planned_minutes: plannedMinutes(figures),
    downtime_minutes,
    running_minutes: runningMinutes(figures),
    standard_minutes: standard_minutes.toFixed(STANDARD_PLACES),
    ...rest,
    ...oeeFactors(figures),
  };
}

/** By day, then by shift and code; what has none comes last. */
function inOrder(a: OeeRowDto, b: OeeRowDto): number {
  for (const key of ['production_date', 'shift', 'code', 'id'] as const) {
    const [left, right] = [a[key] ?? '\uffff', b[key] ?? '\uffff'];
    if (left !== right) return left < right ? -1 : 1;
  }
  return 0;
}
