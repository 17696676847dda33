import { Injectable } from '@nestjs/common';
import { refuse } from '../../kernel/errors/index.js';
import type { FieldError } from '../../kernel/errors/index.js';
import { assertInScope, defaultCompanyId } from '../../kernel/security/index.js';
import { CountEntriesService, CountsService } from '../counts/index.js';
import { LineUnits } from '../line-units/index.js';
import { MovementsService } from '../movements/movements.service.js';
import { PutAwayService } from '../put-away/index.js';
import type { PostedMovement, WhenClosed } from '../stock/movement-draft.js';
import { inScans } from './scan-pointers.js';
import { ScanLines } from './scan-lines.service.js';
import type { ItemLine } from './scan-lines.service.js';
import type {
  CountScansInput,
  CountedEntryDto,
  CountedScansDto,
  MoveLineInput,
  MoveScansInput,
  PickScansInput,
  ReceiveScansInput,
} from './scans.dto.js';

type Side = 'from' | 'to';
type Document = Omit<MoveScansInput, 'lines'> & { readonly lines: readonly MoveLineInput[] };

/** A document whose scans have been found out: every line with its product, and its places. */
interface Understood {
  readonly head: {
    company_id: string;
    reference?: string | null;
    reason?: string | null;
    effective_at?: string | null;
    when_closed?: WhenClosed | null;
  };
  readonly lines: readonly (ItemLine & { readonly from: string | null; readonly to: string | null })[];
}

/** What is done by scanning: each is one document of scans, and one movement through the services that everything else uses. */
@Injectable()
export class ScanPostings {
  constructor(
    private readonly scanned: ScanLines,
    private readonly movements: MovementsService,
    private readonly counts: CountsService,
    private readonly entries: CountEntriesService,
    private readonly units: LineUnits,
    private readonly waiting: PutAwayService,
  ) {}

  /** Takes in what was scanned; a lot or serial number that is not there yet is made with it. @throws as MovementsService.receive */
  async receive(document: ReceiveScansInput): Promise<PostedMovement> {
    const { head, lines } = await this.understood(document, ['to'], [], false);
    const [{ from } = { from: null }] = lines;
    return inScans(() =>
      this.movements.receive({
        ...head,
        ...(from && { from_location_id: from }),
        lines: lines.map((line, index) => ({
          ...amountOf(line),
          product_id: line.product.product_id,
          to_location_id: line.to!,
          unit_cost: document.lines[index]!.unit_cost ?? null,
          value: document.lines[index]!.value ?? null,
          ...(line.lot_code !== null && { lot: lotOf(line) }),
        })),
      }),
    );
  }

  /** Issues what was scanned. @throws as MovementsService.issue */
  async pick(document: PickScansInput): Promise<PostedMovement> {
    const { head, lines } = await this.understood(document, ['from'], [], true);
    const [{ to } = { to: null }] = lines;
    return inScans(() =>
      this.movements.issue({
        ...head,
        ...(to && { to_location_id: to }),
        lines: lines.map((line, index) => ({
          ...takenFrom(line),
          reserved_for: document.lines[index]!.reserved_for ?? null,
        })),
      }),
    );
  }

  /**
   * Puts away what was scanned: from place to place where all places are scanned; a line without one goes out of its receiving place to
   * where the rules say. @throws as MovementsService.transfer, PutAwayService.putAway
   */
  async putAway(document: MoveScansInput): Promise<PostedMovement> {
    if (document.to || document.lines.every(({ to }) => to)) return this.move(document);
    const { head, lines } = await this.understood(document, ['from'], [], true);
    const counted = await this.units.count(
      lines.map((line) => ({ ...amountOf(line), product_id: line.product.product_id })),
    );
    refuse(counted.faults);
    const { movement } = await inScans(() =>
      this.waiting.putAway({
        ...head,
        lines: lines.map(({ product, lot, from, to }, n) => ({
          product_id: product.product_id,
          lot_id: lot?.id ?? null,
          from_location_id: from!,
          to_location_id: to,
          quantity: counted.lines[n]!.quantity,
        })),
      }),
    );
    return movement as PostedMovement;
  }

  /** Moves what was scanned from place to place. @throws as MovementsService.transfer */
  async move(document: MoveScansInput): Promise<PostedMovement> {
    const { head, lines } = await this.understood(document, ['from', 'to'], [], true);
    return inScans(() =>
      this.movements.transfer({
        ...head,
        lines: lines.map((line) => ({ ...takenFrom(line), to_location_id: line.to! })),
      }),
    );
  }

  /** Enters what was scanned into a count, added up by product, lot and place. Blind: the books are not shown. */
  async count({ count_id, at, lines }: CountScansInput): Promise<CountedScansDto> {
    const { company_id } = await this.counts.get(count_id);
    const document = {
      company_id,
      ...(at && { to: at }),
      lines: lines.map(({ at: to, ...line }) => ({ ...line, ...(to && { to }) })),
    };
    const understood = await this.understood(document, ['to'], ['at'], true);
    const counted = await this.units.count(
      understood.lines.map((line) => ({ ...amountOf(line), product_id: line.product.product_id })),
    );
    refuse(counted.faults);
    const entries = new Map<string, CountedEntryDto>();
    const firstLines: number[] = [];
    understood.lines.forEach(({ product, lot, to }, index) => {
      const key = `${product.product_id} ${lot?.id ?? ''} ${to!}`;
      const before = entries.get(key)?.quantity ?? 0;
      if (!entries.has(key)) firstLines.push(index);
      entries.set(key, {
        product_id: product.product_id,
        sku: product.sku,
        lot_id: lot?.id ?? null,
        lot_code: lot?.code ?? null,
        location_id: to!,
        quantity: before + counted.lines[index]!.quantity,
      });
    });
    const list = [...entries.values()];
    const { taken } = await inScans(
      () =>
        this.entries.enter(count_id, {
          entries: list.map(({ product_id, lot_id, location_id, quantity }) => ({
            product_id,
            lot_id,
            location_id,
            quantity,
          })),
        }),
      firstLines,
    );
    return { taken, entries: list };
  }

  /**
   * What all scans of a document mean.
   * @param needed the places that each line has to have, of its own or of the whole
   * @param lotsExist whether a lot that is not there is a fault
   * @throws VALIDATION_FAILED with every fault of every scan
   */
  private async understood(
    document: Document,
    needed: readonly Side[],
    [called]: readonly string[],
    lotsExist: boolean,
  ): Promise<Understood> {
    const { company_id = defaultCompanyId(), from: _from, to: _to, lines: _lines, ...head } = document;
    assertInScope({ company_id }, 'Company');
    const sides = (['from', 'to'] as const).map((side) => ({ side, name: called ?? side }));
    const texts = sides.flatMap(({ side, name }) => [
      ...(document[side] ? [{ text: document[side], pointer: `/${name}` }] : []),
      ...document.lines.flatMap((line, n) =>
        line[side] ? [{ text: line[side], pointer: `/lines/${n}/${name}` }] : [],
      ),
    ]);
    const places = await this.scanned.locations(company_id, texts);
    const { lines, faults } = await this.scanned.items(document.lines);
    const placeOf = (index: number, side: Side): string | null =>
      places.ids.get(document.lines[index]![side] ?? document[side] ?? '') ?? null;
    const missing = sides
      .filter(({ side }) => needed.includes(side) && !document[side])
      .flatMap(({ side, name }) =>
        document.lines.flatMap((line, n) => (line[side] ? [] : [required(`/lines/${n}/${name}`)])),
      );
    const lots = lines.flatMap((line, index) =>
      line ? lotFault(line, index, lotsExist, needed.includes('from')) : [],
    );
    refuse([...places.faults, ...faults, ...missing, ...lots]);
    return {
      head: { company_id, ...head },
      lines: lines.map((line, index) => ({ ...line!, from: placeOf(index, 'from'), to: placeOf(index, 'to') })),
    };
  }
}

function required(pointer: string): FieldError {
  return { pointer, code: 'REQUIRED', message: 'Scan a location for the line, or one for all' };
}

/** A tracked product is scanned with its lot; only where pieces are taken from stock may the lot be proposed instead. */
function lotFault(
  { product, lot_code, lot }: ItemLine,
  index: number,
  lotsExist: boolean,
  taken: boolean,
): FieldError[] {
  const at = (code: string, message: string) => [{ pointer: `/lines/${index}/scans`, code, message }];
  if (product.tracking === 'none') return [];
  if (lot_code === null && (product.tracking === 'serial' || !taken))
    return at('LOT_REQUIRED', `${product.sku} is tracked by ${product.tracking}; scan that too`);
  return lot_code !== null && lotsExist && !lot ? at('LOT_UNKNOWN', `There is no ${lot_code} of ${product.sku}`) : [];
}

function amountOf({ quantity, unit_id, unit_quantity }: ItemLine) {
  return {
    ...(quantity !== undefined && { quantity }),
    ...(unit_id !== undefined && { unit_id }),
    ...(unit_quantity !== undefined && { unit_quantity }),
  };
}

function lotOf({ lot_code, item: { expires_on, manufactured_on } }: ItemLine) {
  return { code: lot_code!, ...(expires_on && { expires_on }), ...(manufactured_on && { manufactured_on }) };
}

/** A lot that was scanned lies in the place itself; without one, pieces are found anywhere in it. */
function takenFrom(line: Understood['lines'][number]) {
  const place = line.lot ? { lot_id: line.lot.id, from_location_id: line.from! } : { pick_within: line.from! };
  return { ...amountOf(line), product_id: line.product.product_id, ...place };
}
