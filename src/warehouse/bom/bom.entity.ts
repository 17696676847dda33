import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { BomState } from './bom.machine.js';
import type { BomType, IssueMethod, LineKind } from './bom-structure.js';

/** One revision of how a product is made. */
@Entity({ schema: 'erp', name: 'boms' })
export class Bom {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') product_id!: string;
  @Column('text') revision!: string;
  @Column('text') type!: BomType;
  @Column('bigint') output_quantity!: number;
  @Column('text') state!: BomState;
  @Column('date', { nullable: true }) valid_from!: string | null;
  @Column('date', { nullable: true }) valid_to!: string | null;
  @Column('text', { nullable: true }) notes!: string | null;
  @Column('text', { nullable: true }) external_id!: string | null;
  @Column('integer') version!: number;
  @Column('uuid', { nullable: true }) created_by!: string | null;
  @Column('timestamptz') created_at!: string;
  @Column('timestamptz') updated_at!: string;
}

/** What goes in or comes out, for `output_quantity` of the bill. */
@Entity({ schema: 'erp', name: 'bom_lines' })
export class BomLine {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') bom_id!: string;
  @Column('integer') line_no!: number;
  @Column('text') kind!: LineKind;
  @Column('uuid') component_id!: string;
  @Column('bigint') quantity!: number;
  @Column('numeric') scrap_percent!: string;
  @Column('numeric') cost_share_percent!: string;
  @Column('date', { nullable: true }) valid_from!: string | null;
  @Column('date', { nullable: true }) valid_to!: string | null;
  @Column('text', { nullable: true }) operation!: string | null;
  @Column('text') issue_method!: IssueMethod;
  @Column('text', { nullable: true }) notes!: string | null;
  @Column('text', { nullable: true }) external_id!: string | null;
  @Column('timestamptz') created_at!: string;
  @Column('timestamptz') updated_at!: string;
}

/** A product that may stand in for a line's component; preference 1 is asked first. */
@Entity({ schema: 'erp', name: 'bom_line_substitutes' })
export class BomLineSubstitute {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') bom_line_id!: string;
  @Column('integer') preference!: number;
  @Column('uuid') component_id!: string;
  @Column('bigint') quantity!: number;
  @Column('timestamptz') created_at!: string;
  @Column('timestamptz') updated_at!: string;
}
