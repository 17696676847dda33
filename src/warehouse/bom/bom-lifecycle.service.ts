import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import { can } from '../../kernel/security/index.js';
import { DocumentHistory, listTransitions } from '../../kernel/state-machine/index.js';
import type { BlockingReason, HistoryEntry, Transition } from '../../kernel/state-machine/index.js';
import type { ActivateBomInput, BomDto, ObsoleteBomInput } from './bom.dto.js';
import type { Bom } from './bom.entity.js';
import { BOM_ERRORS } from './bom.errors.js';
import { BOM_MACHINE } from './bom.machine.js';
import { BOM_PERMISSIONS } from './bom.permissions.js';
import { BomRepository } from './bom.repository.js';

/** What moves a bill along its machine, one method for each event. */
@Injectable()
export class BomLifecycle {
  constructor(
    private readonly db: Database,
    private readonly boms: BomRepository,
    private readonly history: DocumentHistory,
  ) {}

  /**
   * Makes a revision the one that is used on its days. With `supersede`, the active revisions in the way give way.
   * @throws INVALID_STATE, BOM_WITHOUT_COMPONENTS, ANOTHER_REVISION_ACTIVE naming those in the way, STALE_VERSION
   */
  activate(id: string, { reason, supersede }: ActivateBomInput): Promise<BomDto> {
    return this.db.transaction(async () => {
      const bom = await this.boms.lock(id);
      await this.makeActive(bom, { reason, supersede });
      return this.boms.get(id);
    });
  }

  /**
   * First use: activates a product's only bill while it is a draft, for a caller who may activate. So the calls of earlier systems,
   * which know no activation, work one after another.
   * @returns whether the bill is active now; false leaves everything as it was
   */
  activateOnlyBill(productId: string, reason: string): Promise<boolean> {
    return this.db.transaction(async () => {
      const id = can(BOM_PERMISSIONS.activate) ? await this.boms.onlyDraftOf(productId) : null;
      if (id === null) return false;
      const bom = await this.boms.lock(id);
      if (bom.state === 'draft') await this.makeActive(bom, { reason, supersede: false });
      return true;
    });
  }

  /** @throws INVALID_STATE, STALE_VERSION */
  obsolete(id: string, { reason }: ObsoleteBomInput): Promise<BomDto> {
    return this.db.transaction(async () => {
      await this.retire(await this.boms.lock(id), reason);
      return this.boms.get(id);
    });
  }

  async transitions(id: string): Promise<Transition[]> {
    const { state } = await this.boms.get(id);
    return listTransitions(BOM_MACHINE, state, { activate: () => this.activationBlocks(id) });
  }

  async historyOf(id: string): Promise<HistoryEntry[]> {
    await this.boms.get(id);
    return this.history.of(BOM_MACHINE, id);
  }

  private async activationBlocks(id: string): Promise<BlockingReason[]> {
    const reasons: BlockingReason[] = [];
    const bom = await this.boms.get(id);
    if (!(await this.boms.hasComponents(id))) reasons.push(blockedBy(BOM_ERRORS.BOM_WITHOUT_COMPONENTS()));
    const rivals = await this.boms.activeRivals(bom);
    if (rivals.length > 0) reasons.push(blockedBy(anotherActive(rivals)));
    return reasons;
  }

  private async makeActive(bom: Bom, { reason, supersede }: ActivateBomInput): Promise<void> {
    const { id, state } = bom;
    const to = BOM_MACHINE.next(state, 'activate');
    if (!(await this.boms.hasComponents(id))) throw BOM_ERRORS.BOM_WITHOUT_COMPONENTS();
    const rivals = await this.boms.lockActiveRivals(bom);
    if (rivals.length > 0 && !supersede) throw anotherActive(rivals);
    for (const rival of rivals) await this.giveWay(rival, bom);
    await this.boms.update(id, { state: to });
    await this.history.record({ machine: BOM_MACHINE, id, event: 'activate', from: state, to, reason });
  }

  /** Who began earlier keeps its earlier days and ends the day before; who did not is not used any more. */
  private async giveWay(rival: Bom, successor: Bom): Promise<void> {
    const { valid_from } = successor;
    if (valid_from !== null && (rival.valid_from === null || rival.valid_from < valid_from)) {
      await this.boms.endBefore(rival.id, valid_from);
    } else {
      await this.retire(rival, `Superseded by revision ${successor.revision}`);
    }
  }

  private async retire(bom: Bom, reason: string | null | undefined): Promise<void> {
    const to = BOM_MACHINE.next(bom.state, 'obsolete');
    await this.boms.update(bom.id, { state: to });
    await this.history.record({ machine: BOM_MACHINE, id: bom.id, event: 'obsolete', from: bom.state, to, reason });
  }
}

type Rival = Pick<Bom, 'id' | 'revision' | 'valid_from' | 'valid_to'>;

function anotherActive(rivals: readonly Rival[]): ReturnType<typeof BOM_ERRORS.ANOTHER_REVISION_ACTIVE> {
  const active = rivals.map(({ id, revision, valid_from, valid_to }) => ({ id, revision, valid_from, valid_to }));
  const names = active.map(({ revision }) => revision).join(', ');
  return BOM_ERRORS.ANOTHER_REVISION_ACTIVE(`Revision ${names} is active on some of the same days`, { active });
}

function blockedBy({ code, detail }: { code: string; detail: string }): BlockingReason {
  return { code, message: detail };
}
