import { BooleanField, ListField, StringField, TimestampField, UuidField } from '../http/fields.js';

export class BlockingReasonDto {
  @StringField({ example: 'INVALID_STATE' }) code!: string;
  @StringField({ example: 'It is draft; start needs approved or released' }) message!: string;
}

export class TransitionDto {
  @StringField({ example: 'approve' }) event!: string;
  @StringField({ example: 'approved', description: 'The state it leads to' }) to!: string;
  @StringField({ example: 'ppic.manufacturing_orders.approve' }) permission!: string;
  @BooleanField({ example: true }) allowed!: boolean;
  @ListField(BlockingReasonDto, { description: 'Empty when the action is allowed' }) reasons!: BlockingReasonDto[];
}

export class HistoryEntryDto {
  @StringField({ example: 'approve' }) event!: string;
  @StringField({ nullable: true, example: 'draft' }) from_state!: string | null;
  @StringField({ example: 'approved' }) to_state!: string;
  @StringField({ nullable: true, example: 'Agreed with the customer' }) reason!: string | null;
  @UuidField() actor_id!: string;
  @StringField({ example: 'siti' }) actor_username!: string;
  @StringField({ nullable: true }) request_id!: string | null;
  @TimestampField() recorded_at!: string;
}
