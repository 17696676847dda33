import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import type { ListParameters, Page } from '../../kernel/database/index.js';
import { refuse } from '../../kernel/errors/index.js';
import { DocumentHistory, listTransitions } from '../../kernel/state-machine/index.js';
import type { HistoryEntry, Transition } from '../../kernel/state-machine/index.js';
import { DOWNTIME_ERRORS } from './downtime.errors.js';
import { changesOf, downtimeFaults, endFaults } from './downtime-rules.js';
import { Downtime } from './downtime.entity.js';
import { DOWNTIME } from './downtime.machine.js';
import type { DowntimeState } from './downtime.machine.js';
import { CORRECTABLE_DAYS } from './downtimes-limits.js';
import type { DowntimeDto, DowntimeEndInput, DowntimeInput, DowntimeCorrectionInput } from './downtimes.dto.js';
import { DowntimesRepository } from './downtimes.repository.js';
import type { DowntimeReferences } from './downtimes.repository.js';

/** When work centres stood still, as the floor tells it. */
@Injectable()
export class DowntimesService {
  constructor(
    private readonly db: Database,
    private readonly downtimes: DowntimesRepository,
    private readonly history: DocumentHistory,
  ) {}

  page(query: ListParameters): Promise<Page<DowntimeDto>> {
    return this.downtimes.page(query);
  }

  /** @throws NOT_FOUND also outside the caller's companies and departments */
  get(id: string): Promise<DowntimeDto> {
    return this.downtimes.get(id);
  }

  /**
   * Tells that a work centre stands still from now or a time on, or that it did between two times.
   * @throws VALIDATION_FAILED with every fault, DOWNTIME_OVERLAPS
   */
  tell(input: DowntimeInput): Promise<DowntimeDto> {
    const told = {
      work_centre_id: input.work_centre_id,
      reason_id: input.reason_id,
      place: input.place ?? null,
      work_order_id: input.work_order_id ?? null,
      started_at: input.started_at ?? null,
      ended_at: input.ended_at ?? null,
    };
    const event = told.ended_at === null ? 'begin' : 'tell';
    const state: DowntimeState = told.ended_at === null ? DOWNTIME.initial : 'ended';
    return this.db.transaction(async () => {
      const known = await this.downtimes.references(told, CORRECTABLE_DAYS);
      refuse(downtimeFaults(told, known));
      const started_at = told.started_at ?? known.now;
      const { id } = await this.db.insert(Downtime, { ...told, started_at, notes: input.notes ?? null, state });
      await this.history.record({ machine: DOWNTIME, id, event, from: null, to: state, reason: input.notes });
      return this.get(id);
    });
  }

  /** It works again. @throws NOT_FOUND, STALE_VERSION, INVALID_STATE, VALIDATION_FAILED for an end in the future or before the beginning */
  end(id: string, { ended_at, reason }: DowntimeEndInput): Promise<DowntimeDto> {
    return this.db.transaction(async () => {
      const known = await this.known(await this.get(id));
      await this.history.step({ entity: Downtime, machine: DOWNTIME, id, event: 'end', reason }, (downtime) => {
        const end = ended_at ?? known.now;
        refuse(endFaults(Date.parse(downtime.started_at), Date.parse(end), Date.parse(known.now)));
        return Promise.resolve({ columns: { ended_at: end } });
      });
      return this.get(id);
    });
  }

  /**
   * Corrects what was told wrongly; the history says what it was before. Of one that goes on it may give the end.
   * @throws NOT_FOUND, STALE_VERSION, INVALID_STATE for one that is withdrawn, DOWNTIME_TOO_OLD, VALIDATION_FAILED, DOWNTIME_OVERLAPS
   */
  correct(id: string, { correction_reason, ...patch }: DowntimeCorrectionInput): Promise<DowntimeDto> {
    return this.db.transaction(async () => {
      await this.get(id);
      const { state: from } = await this.db.lock(Downtime, id);
      const ended = DOWNTIME.next(from, 'correct');
      const before = await this.get(id);
      const told = { ...written(before), ...patch };
      const known = await this.known({ ...told, work_centre_id: before.work_centre_id });
      assertRecent(before, known);
      refuse(downtimeFaults(told, known, before.reason_id));
      const state = told.ended_at === null ? from : ended;
      await this.db.change<Downtime>(Downtime, id, { ...patch, state });
      const after = await this.get(id);
      const changes = changesOf(before, after);
      if (changes === '') return after;
      const reason = `${correction_reason} (${changes})`;
      await this.history.record({ machine: DOWNTIME, id, event: 'correct', from, to: state, reason });
      return after;
    });
  }

  /** It never was. @throws NOT_FOUND, STALE_VERSION, INVALID_STATE, DOWNTIME_TOO_OLD */
  withdraw(id: string, reason: string): Promise<DowntimeDto> {
    return this.db.transaction(async () => {
      const known = await this.known(await this.get(id));
      await this.history.step({ entity: Downtime, machine: DOWNTIME, id, event: 'withdraw', reason }, (downtime) => {
        assertRecent(downtime, known);
        return Promise.resolve();
      });
      return this.get(id);
    });
  }

  async transitions(id: string): Promise<Transition[]> {
    const downtime = await this.get(id);
    const known = await this.known(downtime);
    const tooOld = () =>
      isRecent(downtime, known)
        ? []
        : [{ code: 'DOWNTIME_TOO_OLD', message: `It began more than ${CORRECTABLE_DAYS} days ago` }];
    return listTransitions(DOWNTIME, downtime.state as DowntimeState, { correct: tooOld, withdraw: tooOld });
  }

  async historyOf(id: string): Promise<HistoryEntry[]> {
    await this.get(id);
    return this.history.of(DOWNTIME, id);
  }

  private known(named: {
    work_centre_id: string;
    reason_id: string;
    work_order_id?: string | null;
  }): Promise<DowntimeReferences> {
    const { work_centre_id, reason_id, work_order_id = null } = named;
    return this.downtimes.references({ work_centre_id, reason_id, work_order_id }, CORRECTABLE_DAYS);
  }
}

function written({ reason_id, place = null, work_order_id = null, started_at, ended_at }: DowntimeDto) {
  return { reason_id, place, work_order_id, started_at, ended_at };
}

function isRecent({ started_at }: { started_at: string }, { earliest }: DowntimeReferences): boolean {
  return Date.parse(started_at) >= Date.parse(earliest);
}

function assertRecent(downtime: { started_at: string }, known: DowntimeReferences): void {
  if (!isRecent(downtime, known)) throw DOWNTIME_ERRORS.DOWNTIME_TOO_OLD();
}
