import { Injectable } from '@nestjs/common';
import { permissionReasons } from '../../kernel/state-machine/index.js';
import { scannable, scannableByLetter, scannables } from './scannables.js';
import type { ScannedRow } from './scannables.js';
import { ScanLines, lotCodeOf, refuseOtherExpiry } from './scan-lines.service.js';
import type { Scan } from './scan-text.js';
import { productCode, scannedItem } from './scanned-item.js';
import { SCANNING_ERRORS } from './scanning.errors.js';
import type { ScanFindingDto, ScanMatchDto, ScanResolutionDto } from './scans.dto.js';
import { ScansRepository } from './scans.repository.js';

interface Found {
  readonly rows: ScannedRow[];
  readonly findings: ScanFindingDto[];
}

/** Finds out what a scan is, and what may be done with it now. */
@Injectable()
export class ScanResolver {
  constructor(
    private readonly lines: ScanLines,
    private readonly scans: ScansRepository,
  ) {}

  /**
   * @throws SCAN_UNREADABLE with everything that is wrong with the text; LOT_DIFFERS when it gives a lot another expiry than is known
   */
  async resolve(text: string): Promise<ScanResolutionDto> {
    const scan = this.lines.read(text);
    const { format, symbology, elements, faults } = scan;
    if (faults.length > 0)
      throw SCANNING_ERRORS.SCAN_UNREADABLE(
        undefined,
        { faults },
        faults.map(({ code, message, position }) => ({
          pointer: '/scan',
          code,
          message: `At character ${position}: ${message}`,
        })),
      );
    const { rows, findings } = await this.found(scan);
    return { format, symbology, elements: [...elements], matches: rows.map(matchOf), findings };
  }

  private async found(scan: Scan): Promise<Found> {
    const { format, document, text } = scan;
    if (format === 'gs1') return this.ofElements(scan);
    const rows = document
      ? await this.scans.named(
          [scannableByLetter(document.letter)].filter((kind) => kind !== undefined),
          document.parts,
          'by_parts',
        )
      : await this.scans.named(scannables(), [text], 'by_text', productCode(text));
    return {
      rows,
      findings: rows.length > 0 ? [] : [finding('UNKNOWN', 'It is nothing that is known here, or that you may see')],
    };
  }

  private async ofElements(scan: Scan): Promise<Found> {
    const { item } = scannedItem([scan], '');
    const place = scan.elements.find(({ ai }) => ai === '414');
    const rows = place ? await this.scans.named([scannable('location')!], [place.value], 'by_text') : [];
    const [named] = item.products;
    const product = named && (await this.scans.products([named.code])).get(named.code);
    if (!named || !product) {
      const unknown = named ? finding('PRODUCT_UNKNOWN', `No product or pack has the number ${named.code}`) : null;
      if (unknown || rows.length > 0) return { rows, findings: unknown ? [unknown] : [] };
      return { rows, findings: [finding('UNKNOWN', 'Its elements name nothing that is known here')] };
    }
    const code = lotCodeOf(product, item);
    const lots = await this.scans.lots(code ? [{ product_id: product.product_id, code }] : []);
    const lot = lots.get(`${product.product_id} ${code}`) ?? null;
    refuseOtherExpiry([{ item, lot }]);
    const shown = [
      ...(lot ? (await this.scans.byId(scannable('lot')!, [lot.id])).values() : []),
      ...(await this.scans.byId(scannable('product')!, [product.product_id])).values(),
    ];
    const missing =
      code && !lot ? [finding('LOT_UNKNOWN', `There is no ${code} of the product yet; receiving it makes it`)] : [];
    return { rows: [...shown, ...rows], findings: missing };
  }
}

function matchOf(row: ScannedRow): ScanMatchDto {
  const { kind, id, code, name, state, details } = row;
  const actions = scannable(kind)!
    .actions(row)
    .map(({ action, path, permission, reasons }) => {
      const all = [...reasons, ...permissionReasons(permission)];
      return { action, path, permission, allowed: all.length === 0, reasons: all };
    });
  return { kind, id, code, name, state, details: { ...details }, actions };
}

function finding(code: string, message: string): ScanFindingDto {
  return { code, message };
}
