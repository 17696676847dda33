import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import type { ListParameters, Page } from '../../kernel/database/index.js';
import { notFound, refuse } from '../../kernel/errors/index.js';
import { assertInScope, currentActor, defaultCompanyId } from '../../kernel/security/index.js';
import { DocumentHistory, listTransitions } from '../../kernel/state-machine/index.js';
import type { HistoryEntry, StepEffect, Transition } from '../../kernel/state-machine/index.js';
import type {
  AcknowledgeAlertInput,
  AlertBulkAnswerDto,
  AlertBulkInput,
  AlertRefreshDto,
  AlertSettingsDto,
  AlertSettingsInput,
  StockAlertDto,
} from './alerts.dto.js';
import { ALERT_ERRORS } from './alerts.errors.js';
import { AlertsRepository } from './alerts.repository.js';
import { StockAlert } from './stock-alert.entity.js';
import { STOCK_ALERT_MACHINE } from './stock-alert.machine.js';
import type { StockAlertEvent } from './stock-alert.machine.js';

/** Alerts of stock that is low, expiring or expired: raised and cleared by looking, acknowledged by people. */
@Injectable()
export class AlertsService {
  constructor(
    private readonly db: Database,
    private readonly alerts: AlertsRepository,
    private readonly history: DocumentHistory,
  ) {}

  page(query: ListParameters): Promise<Page<StockAlertDto>> {
    return this.alerts.page(query);
  }

  /** @throws NOT_FOUND also outside the caller's scope */
  async get(id: string): Promise<StockAlertDto> {
    const alert = await this.alerts.find(id);
    if (!alert) throw notFound('Alert', id);
    return alert;
  }

  /** Looks at the stock of the caller's companies. */
  refresh(): Promise<AlertRefreshDto> {
    return this.db.transaction(() => this.alerts.refresh(currentActor().company_ids));
  }

  /** Has an alert silent: until a day, and in any case only until it gets worse. @throws INVALID_STATE, VALIDATION_FAILED for a day that has passed */
  acknowledge(id: string, { note = null, until = null }: AcknowledgeAlertInput): Promise<StockAlertDto> {
    return this.step(id, 'acknowledge', note, async ({ quantity }) => {
      await this.refusePast(until);
      return {
        columns: {
          acknowledged_at: 'now',
          acknowledged_by: currentActor().user_id,
          acknowledged_quantity: quantity,
          acknowledged_until: until,
          note,
        },
      };
    });
  }

  /**
   * Acknowledges many alerts in as many statements as a few. `atomic`: one refusal undoes all; `partial`: only itself.
   * @throws ALERT_BULK_REFUSED with every row's result, in atomic mode
   */
  acknowledgeMany({ ids, note = null, until = null, mode }: AlertBulkInput): Promise<AlertBulkAnswerDto> {
    const twice = ids.findIndex((id, index) => ids.indexOf(id) !== index);
    refuse(twice < 0 ? [] : [{ pointer: `/ids/${twice}`, code: 'DUPLICATE', message: 'is named twice' }]);
    return this.db.transaction(async () => {
      await this.refusePast(until);
      const states = new Map((await this.alerts.lock(ids)).map(({ id, state }) => [id, state]));
      const { from, to } = STOCK_ALERT_MACHINE.events.acknowledge;
      const results = ids.map((id) => {
        const state = states.get(id);
        const code = state === undefined ? 'NOT_FOUND' : from.includes(state) ? null : 'INVALID_STATE';
        return { id, ok: code === null, error_code: code };
      });
      const good = ids.filter((_, index) => results[index]!.ok);
      const failed = ids.length - good.length;
      if (failed > 0 && mode === 'atomic')
        throw ALERT_ERRORS.ALERT_BULK_REFUSED(`${failed} of ${ids.length} alerts refuse; nothing was changed`, {
          results,
        });
      await this.alerts.acknowledge(good, note, until);
      const step = { machine: STOCK_ALERT_MACHINE, event: 'acknowledge', to, reason: note } as const;
      await this.history.record(...good.map((id) => ({ ...step, id, from: states.get(id)! })));
      return { succeeded: good.length, failed, results };
    });
  }

  /** Takes an acknowledgement back. @throws INVALID_STATE */
  reopen(id: string, reason?: string | null): Promise<StockAlertDto> {
    return this.step(id, 'reopen', reason, async () => ({ columns: { acknowledged_until: null } }));
  }

  /** Ends an alert without waiting for the next look. @throws ALERT_STILL_HOLDS, INVALID_STATE */
  clear(id: string, reason?: string | null): Promise<StockAlertDto> {
    return this.step(id, 'clear', reason, async () => {
      if (await this.alerts.holds(id)) throw ALERT_ERRORS.ALERT_STILL_HOLDS();
      return { columns: { cleared_at: 'now' } };
    });
  }

  async transitions(id: string): Promise<Transition[]> {
    const { state } = await this.get(id);
    return listTransitions(STOCK_ALERT_MACHINE, state, {
      clear: async () =>
        (await this.alerts.holds(id)) ? [{ code: 'ALERT_STILL_HOLDS', message: 'What it says is still so' }] : [],
    });
  }

  async historyOf(id: string): Promise<HistoryEntry[]> {
    await this.get(id);
    return this.history.of(STOCK_ALERT_MACHINE, id);
  }

  /** @throws NOT_FOUND for a company that the caller does not belong to */
  async settings(companyId = defaultCompanyId()): Promise<AlertSettingsDto> {
    assertInScope({ company_id: companyId }, 'Company');
    return this.alerts.settingsOf(companyId);
  }

  /** @throws NOT_FOUND, STALE_VERSION */
  changeSettings(input: AlertSettingsInput, companyId = defaultCompanyId()): Promise<AlertSettingsDto> {
    assertInScope({ company_id: companyId }, 'Company');
    return this.db.transaction(async () => {
      await this.alerts.changeSettings(companyId, input);
      return this.alerts.settingsOf(companyId);
    });
  }

  private step(
    id: string,
    event: StockAlertEvent,
    reason: string | null | undefined,
    effect: (alert: StockAlert) => Promise<StepEffect<StockAlert>>,
  ): Promise<StockAlertDto> {
    return this.db.transaction(async () => {
      await this.get(id);
      await this.history.step({ entity: StockAlert, machine: STOCK_ALERT_MACHINE, id, event, reason }, effect);
      return this.get(id);
    });
  }

  private async refusePast(until: string | null): Promise<void> {
    if (until !== null && (await this.alerts.isPast(until)))
      refuse([{ pointer: '/until', code: 'DATE_IN_PAST', message: 'must not be before today' }]);
  }
}
