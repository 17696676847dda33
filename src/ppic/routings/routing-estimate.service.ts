import { Injectable } from '@nestjs/common';
import { AppError, KERNEL_ERRORS, invalid } from '../../kernel/errors/index.js';
import { Rational, sumAmounts } from '../../kernel/numbers/index.js';
import { can } from '../../kernel/security/index.js';
import { Calendars, minuteOf } from '../../master-data/index.js';
import type { WorkingTime } from '../../master-data/index.js';
import { PPIC } from '../ppic.permissions.js';
import { costOf, minutesFor, perPiece, quantitiesFor } from './operation-figures.js';
import type { OperationMinutes } from './operation-figures.js';
import type { EstimateCostDto, EstimateDto, EstimateQuery, EstimatedOperationDto } from './routing-analysis.dto.js';
import { RoutingEstimateRepository } from './routing-estimate.repository.js';
import type { OperationCentre } from './routing-estimate.repository.js';
import { OutOfCalendar, scheduleFrom, scheduleUntil } from './routing-schedule.js';
import type { Schedule, ScheduledOperation } from './routing-schedule.js';
import type { OperationDto, RoutingDto } from './routing.dto.js';
import { ROUTING_ERRORS } from './routing.errors.js';
import { RoutingRepository } from './routing.repository.js';

/** An operation with its figures for a quantity. */
export interface Figures {
  readonly operation: OperationDto;
  readonly centre: OperationCentre;
  readonly quantity: number;
  readonly minutes: OperationMinutes;
}

/** The same with the moments between which it is planned. */
export interface PlannedOperation extends Figures {
  readonly start: string | null;
  readonly finish: string | null;
}

/** What a routing comes to for a quantity: minutes, cost and times, as if every work centre were free. */
@Injectable()
export class RoutingEstimates {
  constructor(
    private readonly routings: RoutingRepository,
    private readonly repository: RoutingEstimateRepository,
    private readonly calendars: Calendars,
  ) {}

  /**
   * Three statements, however many operations there are.
   * @throws NOT_FOUND, VALIDATION_FAILED for both of start and due, ROUTING_NOT_READY without operations,
   *   OUT_OF_CALENDAR, VALUE_OUT_OF_RANGE
   */
  async estimate(id: string, { quantity, start, due }: EstimateQuery): Promise<EstimateDto> {
    if (start !== undefined && due !== undefined) {
      throw invalid([{ pointer: '/due', code: 'NOT_ALLOWED', message: 'is given instead of start, not with it' }]);
    }
    const routing = await this.routings.get(id);
    if (routing.operations.length === 0) throw ROUTING_ERRORS.ROUTING_NOT_READY('It has no operations', { faults: [] });
    const figures = await this.figures(routing, quantity);
    return this.answer(routing, quantity, figures, await this.schedule(figures, { start, due }));
  }

  /**
   * What each operation is to do for a quantity, and when, forward from a moment. Four statements, however many operations there are.
   * @returns times are null where a calendar does not reach that far: that keeps nobody from making it
   * @throws NOT_FOUND, VALUE_OUT_OF_RANGE
   */
  async planFrom(id: string, quantity: number, start: string): Promise<PlannedOperation[]> {
    const figures = await this.figures(await this.routings.get(id), quantity);
    let schedule: Schedule | null = null;
    try {
      schedule = await this.schedule(figures, { start });
    } catch (error) {
      if (!(error instanceof AppError && error.entry.code === 'OUT_OF_CALENDAR')) throw error;
    }
    return figures.map((each) => {
      const times = schedule?.earliest.get(each.operation.number);
      return {
        ...each,
        start: times ? this.calendars.wire(times.start) : null,
        finish: times ? this.calendars.wire(times.finish) : null,
      };
    });
  }

  private async figures(routing: RoutingDto, quantity: number): Promise<Figures[]> {
    const centres = new Map((await this.repository.centres(routing.id)).map((centre) => [centre.operation_id, centre]));
    return withinRange(() => figuresFor(routing, centres, quantity));
  }

  private async schedule(
    figures: readonly Figures[],
    { start, due }: Pick<EstimateQuery, 'start' | 'due'>,
  ): Promise<Schedule> {
    const scheduled = await this.scheduled(figures);
    return withinRange(() =>
      due === undefined
        ? scheduleFrom(scheduled, minuteOf(start ?? new Date().toISOString(), 'up'))
        : scheduleUntil(scheduled, minuteOf(due, 'down')),
    );
  }

  private async scheduled(figures: readonly Figures[]): Promise<ScheduledOperation[]> {
    const ids = [
      ...new Set(figures.flatMap(({ centre }) => (centre.calendar_id === null ? [] : [centre.calendar_id]))),
    ];
    const times = await this.calendars.workingTimes(ids);
    const always = this.calendars.roundTheClock();
    const clockOf = (id: string | null): WorkingTime => (id === null ? always : times.get(id)!);
    const byNumber = new Map(figures.map((each) => [each.operation.number, each]));
    return figures.map(({ operation, centre, quantity, minutes }) => ({
      number: operation.number,
      predecessors: operation.predecessors,
      clock: clockOf(centre.calendar_id),
      queue_minutes: operation.queue_minutes,
      duration_minutes: minutes.duration_minutes,
      move_minutes: operation.move_minutes,
      first_batch_minutes: minutesFor(operation, centre, Math.min(operation.overlap_quantity ?? quantity, quantity))
        .duration_minutes,
      last_batch_minutes: new Map(
        operation.predecessors.map((number) => [number, lastBatch(byNumber.get(number)!, operation, centre, quantity)]),
      ),
    }));
  }

  private answer(routing: RoutingDto, quantity: number, figures: readonly Figures[], schedule: Schedule): EstimateDto {
    const see_cost = can(PPIC.routings.read_cost);
    const operations = figures.map((each) => this.operation(each, schedule, see_cost));
    const { earliest } = schedule;
    return {
      routing_id: routing.id,
      quantity,
      start: this.calendars.wire(Math.min(...[...earliest.values()].map((times) => times.start))),
      finish: this.calendars.wire(Math.max(...[...earliest.values()].map((times) => times.finish))),
      critical_path: [...schedule.critical_path],
      operations,
      cost: see_cost ? totals(figures, operations, quantity) : null,
    };
  }

  private operation(
    { operation, centre, quantity, minutes }: Figures,
    schedule: Schedule,
    see_cost: boolean,
  ): EstimatedOperationDto {
    const { id, number, name, work_centre_id, work_centre_code, scrap_percent } = operation;
    const [earliest, latest] = [schedule.earliest.get(number)!, schedule.latest.get(number)!];
    const scrap = Rational.of(quantity).mul(Rational.parse(scrap_percent)).div(Rational.of(100));
    return {
      operation_id: id,
      number,
      name,
      work_centre_id,
      work_centre_code,
      quantity,
      scrap_allowed: Number(scrap.floor()),
      ...minutes,
      earliest_start: this.calendars.wire(earliest.start),
      earliest_finish: this.calendars.wire(earliest.finish),
      latest_start: this.calendars.wire(latest.start),
      latest_finish: this.calendars.wire(latest.finish),
      slack_minutes: schedule.slack.get(number)!,
      cost: see_cost ? costOf(minutes, centre, quantity, centre.price) : null,
    };
  }
}

function figuresFor(routing: RoutingDto, centres: ReadonlyMap<string, OperationCentre>, wanted: number): Figures[] {
  const quantities = quantitiesFor(routing.operations, wanted);
  return routing.operations.map((operation) => {
    const [centre, quantity] = [centres.get(operation.id)!, quantities.get(operation.number)!];
    return { operation, centre, quantity, minutes: minutesFor(operation, centre, quantity) };
  });
}

/** How long an operation works at the last batch of a predecessor: at all of its pieces, when that lets none go before. */
function lastBatch(before: Figures, operation: OperationDto, centre: OperationCentre, quantity: number): number {
  const batch = before.operation.overlap_quantity;
  const whole = minutesFor(operation, centre, quantity).duration_minutes;
  if (batch === null || batch >= before.quantity) return whole;
  const minutes = minutesFor({ ...operation, setup_minutes: 0 }, centre, Math.min(batch, quantity)).duration_minutes;
  // A minute at least: what is only set up is not done before its last pieces have come.
  return Math.min(whole, Math.max(1, minutes));
}

function totals(
  figures: readonly Figures[],
  operations: readonly EstimatedOperationDto[],
  quantity: number,
): EstimateCostDto {
  const sum = (part: keyof NonNullable<EstimatedOperationDto['cost']>): string =>
    sumAmounts(operations.map(({ cost }) => cost![part]));
  const total_cost = sum('total_cost');
  return {
    labour_cost: sum('labour_cost'),
    machine_cost: sum('machine_cost'),
    overhead_cost: sum('overhead_cost'),
    subcontract_cost: sum('subcontract_cost'),
    total_cost,
    currency_code: figures[0]!.centre.currency_code,
    cost_per_piece: perPiece(total_cost, quantity),
    without_price: figures
      .filter(({ centre }) => centre.kind === 'subcontract' && centre.price === null)
      .map(({ operation }) => operation.number),
  };
}

/** @throws VALUE_OUT_OF_RANGE, OUT_OF_CALENDAR for what the arithmetic gives up */
function withinRange<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof OutOfCalendar) throw ROUTING_ERRORS.OUT_OF_CALENDAR();
    if (error instanceof RangeError) throw KERNEL_ERRORS.VALUE_OUT_OF_RANGE();
    throw error;
  }
}
