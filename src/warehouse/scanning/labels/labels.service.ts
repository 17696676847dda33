import { Injectable } from '@nestjs/common';
import { AppConfig } from '../../../kernel/config/index.js';
import { invalid, notFound, refuse } from '../../../kernel/errors/index.js';
import { wireTime } from '../../../kernel/http/index.js';
import { scannable } from '../scannables.js';
import type { Scannable, ScannedRow } from '../scannables.js';
import { SCANNING_ERRORS } from '../scanning.errors.js';
import { ScansRepository } from '../scans.repository.js';
import { labelContent } from './label-content.js';
import type { LabelContent } from './label-content.js';
import { drawLabel } from './label-drawing.js';
import type { LabelDrawing } from './label-drawing.js';
import { labelsPdf } from './label-pdf.js';
import { labelSvg } from './label-svg.js';
import type { LabelPictureQuery, LabelSheetInput, SheetDto } from './labels.dto.js';
import { SHEETS, sheetNamed } from './sheets.js';
import type { Sheet } from './sheets.js';
import { symbolShape } from './symbol.js';

const MAX_LABELS = 2000;

/** A thing with its label and what is known of it. */
export interface LabelledThing {
  readonly label: LabelContent;
  readonly details: ScannedRow['details'];
}

/** What labels say, and labels to print. */
@Injectable()
export class Labels {
  constructor(
    private readonly scans: ScansRepository,
    private readonly config: AppConfig,
  ) {}

  sheets(): SheetDto[] {
    return SHEETS.map(({ name, page, label, columns, rows }) => ({
      name,
      labels_per_page: columns * rows,
      label_size: `${label.join(' x ')} mm`,
      page_size: `${page.join(' x ')} mm`,
    }));
  }

  /** @throws NOT_FOUND for a kind that there is not, and for what the caller may not see */
  async of(kindName: string, id: string): Promise<LabelContent> {
    const kind = scannable(kindName);
    const row = kind && (await this.scans.byId(kind, [id])).get(id);
    if (!kind || !row) throw notFound(kind?.title ?? 'Label', id);
    return this.content(kind, row);
  }

  /** The labels of many things of a kind, in one statement; what the caller may not see is not among them. */
  async ofMany(kindName: string, ids: readonly string[]): Promise<Map<string, LabelledThing>> {
    const kind = scannable(kindName)!;
    const rows = ids.length > 0 ? await this.scans.byId(kind, ids) : new Map<string, ScannedRow>();
    return new Map([...rows].map(([id, row]) => [id, { label: this.content(kind, row), details: row.details }]));
  }

  /** One label as a picture. @throws NOT_FOUND, LABEL_DOES_NOT_FIT */
  async svg(kind: string, id: string, { symbology, sheet }: LabelPictureQuery): Promise<string> {
    return labelSvg(drawn(await this.of(kind, id), symbology, sheetNamed(sheet)));
  }

  /**
   * Labels on sheets. One statement for each kind of thing, however many labels.
   * @throws VALIDATION_FAILED with every label that cannot be made; LABEL_DOES_NOT_FIT
   */
  async pdf({ labels, sheet: name, symbology, skip }: LabelSheetInput): Promise<Buffer> {
    const sheet = sheetNamed(name);
    if (skip >= sheet.columns * sheet.rows)
      throw invalid([{ pointer: '/skip', code: 'TOO_LARGE', message: 'A sheet has no more places than that' }]);
    if (labels.reduce((sum, { copies }) => sum + copies, 0) > MAX_LABELS)
      throw invalid([{ pointer: '/labels', code: 'TOO_MANY', message: `At most ${MAX_LABELS} labels at once` }]);
    const rows = new Map<string, LabelContent>();
    for (const kindName of new Set(labels.map(({ kind }) => kind))) {
      const kind = scannable(kindName);
      if (!kind) continue;
      const ids = [...new Set(labels.filter((label) => label.kind === kindName).map(({ id }) => id))];
      for (const row of (await this.scans.byId(kind, ids)).values())
        rows.set(`${kindName} ${row.id}`, this.content(kind, row));
    }
    const missing = labels.flatMap(({ kind, id }, n) =>
      rows.has(`${kind} ${id}`)
        ? []
        : [
            {
              pointer: `/labels/${n}/id`,
              code: 'REFERENCE_NOT_FOUND',
              message: `There is no such ${kind.replaceAll('_', ' ')}`,
            },
          ],
    );
    refuse(missing);
    const drawings = labels.flatMap(({ kind, id, copies, quantity }) =>
      Array<LabelDrawing>(copies).fill(drawn(standingFor(rows.get(`${kind} ${id}`)!, quantity), symbology, sheet)),
    );
    return labelsPdf(drawings, sheet, skip);
  }

  private content(kind: Scannable, row: ScannedRow): LabelContent {
    return labelContent(row, kind.letter, wireTime(this.config.appTimezone).slice(0, 10));
  }
}

function standingFor(content: LabelContent, quantity: number | undefined): LabelContent {
  if (quantity === undefined) return content;
  return { ...content, facts: [...content.facts, { name: 'Quantity', value: String(quantity) }] };
}

function drawn(
  content: LabelContent,
  symbology: string | undefined,
  { name, label: [width, height] }: Sheet,
): LabelDrawing {
  const symbol = content.symbols.find((each) => symbology === undefined || each.symbology === symbology);
  const shape = symbol && symbolShape(symbol);
  const drawing = shape && drawLabel(content, symbol, shape, { width, height });
  if (drawing) return drawing;
  const why = symbol ? `is too much for a label of ${name}` : `has no symbol ${symbology}: that needs a GTIN`;
  throw SCANNING_ERRORS.LABEL_DOES_NOT_FIT(`${content.code} ${why}`, { kind: content.kind, id: content.id });
}
