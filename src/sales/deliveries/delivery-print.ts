import { Injectable } from '@nestjs/common';
import { paperHtml, paperPdf } from '../../kernel/printing/index.js';
import { DeliveriesRepository } from './deliveries.repository.js';
import { deliveryNote, pickList } from './delivery-paper.js';
import type { PrintedDelivery } from './delivery-paper.js';

/** The papers of deliveries. */
@Injectable()
export class DeliveryPrint {
  constructor(private readonly deliveries: DeliveriesRepository) {}

  /** The delivery note as a page. @throws NOT_FOUND */
  async html(id: string): Promise<string> {
    return paperHtml(deliveryNote(await this.printed(id)));
  }

  /** @throws NOT_FOUND */
  async pdf(id: string): Promise<{ number: string; file: Buffer }> {
    const printed = await this.printed(id);
    return { number: printed.number, file: await paperPdf(deliveryNote(printed)) };
  }

  /** @throws NOT_FOUND */
  async pickList(id: string): Promise<string> {
    return paperHtml(pickList(await this.printed(id)));
  }

  private async printed(id: string): Promise<PrintedDelivery> {
    return { ...(await this.deliveries.get(id)), ...(await this.deliveries.parties(id)) };
  }
}
