import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import type { Page } from '../../kernel/database/index.js';
import { invalid, refuse } from '../../kernel/errors/index.js';
import { requirePermission } from '../../kernel/security/index.js';
import { DocumentHistory } from '../../kernel/state-machine/index.js';
import { sameContent } from './bom-comparison.js';
import { BomLifecycle } from './bom-lifecycle.service.js';
import { checkBom, productIdsOf } from './bom-rules.js';
import type {
  BomDto,
  BomInput,
  BomLineInput,
  BomListQuery,
  BomSummaryDto,
  CopyBomInput,
  CreateBomInput,
} from './bom.dto.js';
import type { Bom } from './bom.entity.js';
import { BOM_ERRORS } from './bom.errors.js';
import { BOM_MACHINE } from './bom.machine.js';
import { BOM_PERMISSIONS } from './bom.permissions.js';
import { BomRepository } from './bom.repository.js';
import type { NewLine } from './bom.repository.js';

const LINE_STEP = 10;

/** Bills of material as documents: drafted, changed while draft, copied, deleted while draft. */
@Injectable()
export class BomService {
  constructor(
    private readonly db: Database,
    private readonly boms: BomRepository,
    private readonly lifecycle: BomLifecycle,
    private readonly history: DocumentHistory,
  ) {}

  page(query: BomListQuery): Promise<Page<BomSummaryDto>> {
    return this.boms.page(query);
  }

  /** @throws NOT_FOUND */
  get(id: string): Promise<BomDto> {
    return this.boms.get(id);
  }

  /**
   * Drafts a bill, and activates it when asked to.
   * @throws VALIDATION_FAILED with every fault, BOM_CYCLE, DUPLICATE for a revision that exists, ANOTHER_REVISION_ACTIVE
   */
  create({ activate, ...input }: CreateBomInput): Promise<BomDto> {
    if (activate) requirePermission(BOM_PERMISSIONS.activate);
    return this.db.transaction(async () => {
      const { id } = await this.draft(input);
      if (activate) await this.lifecycle.activate(id, { supersede: false });
      return this.get(id);
    });
  }

  /**
   * Replaces a draft with what is given, lines included. The same content again changes nothing, the version neither, and is
   * no matter of the state.
   * @throws BOM_NOT_DRAFT, VALIDATION_FAILED, BOM_CYCLE, STALE_VERSION
   */
  replace(id: string, input: BomInput): Promise<BomDto> {
    return this.db.transaction(async () => {
      await this.boms.lockStructure();
      const before = await this.boms.lock(id);
      const header = { ...headerOf(input), revision: input.revision ?? before.revision };
      const lines = linesOf(input.lines ?? []);
      const current = await this.get(id);
      if (input.product_id === before.product_id && sameContent(current, { ...header, lines })) return current;
      assertDraft(before);
      if (input.product_id !== before.product_id) {
        throw invalid([
          { pointer: '/product_id', code: 'NOT_ALLOWED', message: 'a bill stays with its product; copy it to another' },
        ]);
      }
      await this.check(input);
      await this.boms.update(id, header);
      await this.boms.deleteLines(id);
      await this.boms.insertLines(id, lines);
      return this.get(id);
    });
  }

  /** A new draft with the same lines: the product's next revision, or another product's. @throws as `create` does */
  copy(id: string, { product_id, revision, valid_from, valid_to }: CopyBomInput): Promise<BomDto> {
    return this.db.transaction(async () => {
      const source = await this.get(id);
      const copied = await this.draft({
        ...source,
        product_id: product_id ?? source.product_id,
        revision,
        valid_from: valid_from === undefined ? source.valid_from : valid_from,
        valid_to: valid_to === undefined ? source.valid_to : valid_to,
        external_id: null,
      });
      return this.get(copied.id);
    });
  }

  /** @throws BOM_NOT_DRAFT, IN_USE, STALE_VERSION */
  remove(id: string): Promise<void> {
    return this.db.transaction(async () => {
      assertDraft(await this.boms.lock(id));
      await this.boms.delete(id);
    });
  }

  private async draft(input: BomInput): Promise<Bom> {
    await this.boms.lockStructure();
    await this.check(input);
    const revision = input.revision ?? (await this.boms.nextRevision(input.product_id));
    const bom = await this.boms.insert({ ...headerOf(input), product_id: input.product_id, revision });
    await this.boms.insertLines(bom.id, linesOf(input.lines ?? []));
    await this.history.record({ machine: BOM_MACHINE, id: bom.id, event: 'create', from: null, to: bom.state });
    return bom;
  }

  private async check(input: BomInput): Promise<void> {
    const products = await this.boms.products(productIdsOf(input));
    const faults = checkBom(input, new Map(products.map((product) => [product.id, product])));
    refuse(faults);
  }
}

function assertDraft({ state, revision }: Bom): void {
  if (state === 'draft') return;
  throw BOM_ERRORS.BOM_NOT_DRAFT(`Revision ${revision} is ${state}; copy it to a new revision to change it`, { state });
}

function headerOf(
  input: BomInput,
): Pick<Bom, 'type' | 'output_quantity' | 'valid_from' | 'valid_to' | 'notes' | 'external_id'> {
  const { type, output_quantity, valid_from = null, valid_to = null, notes = null, external_id = null } = input;
  return { type, output_quantity, valid_from, valid_to, notes, external_id };
}

/** Lines as they are kept: every column, in the order given; those without a number follow in steps of ten. */
function linesOf(lines: readonly BomLineInput[]): NewLine[] {
  let last = 0;
  return lines.map((line) => {
    last = line.line_no ?? (Math.floor(last / LINE_STEP) + 1) * LINE_STEP;
    return {
      line_no: last,
      kind: line.kind,
      component_id: line.component_id,
      quantity: line.quantity,
      scrap_percent: line.scrap_percent,
      cost_share_percent: line.cost_share_percent,
      valid_from: line.valid_from ?? null,
      valid_to: line.valid_to ?? null,
      operation: line.operation ?? null,
      issue_method: line.issue_method,
      notes: line.notes ?? null,
      external_id: line.external_id ?? null,
      substitutes: (line.substitutes ?? []).map(({ component_id, quantity }) => ({
        component_id,
        quantity: quantity ?? line.quantity,
      })),
    };
  });
}
