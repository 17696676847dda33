import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { RoutingState } from './routing-limits.js';

/** One revision of the operations by which a company makes a product. */
@Entity({ schema: 'erp', name: 'routings' })
export class Routing {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') company_id!: string;
  @Column('uuid') product_id!: string;
  @Column('text') revision!: string;
  @Column('text') state!: RoutingState;
  @Column('boolean') is_default!: boolean;
  @Column('date', { nullable: true }) valid_from!: string | null;
  @Column('date', { nullable: true }) valid_to!: string | null;
  @Column('text', { nullable: true }) notes!: string | null;
  @Column('text', { nullable: true }) external_id!: string | null;
  @Column('integer') version!: number;
  @Column('uuid', { nullable: true }) created_by!: string | null;
  @Column('timestamptz') created_at!: string;
  @Column('timestamptz') updated_at!: string;
}

/** One step of a routing. */
@Entity({ schema: 'erp', name: 'routing_operations' })
export class RoutingOperation {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') routing_id!: string;
  @Column('integer') number!: number;
  @Column('text') name!: string;
  @Column('uuid', { nullable: true }) department_id!: string | null;
  @Column('uuid') work_centre_id!: string;
  @Column('integer') setup_minutes!: number;
  @Column('integer') run_minutes!: number;
  @Column('bigint') run_quantity!: number;
  @Column('integer') queue_minutes!: number;
  @Column('integer') move_minutes!: number;
  @Column('integer', { nullable: true }) places!: number | null;
  @Column('bigint', { nullable: true }) overlap_quantity!: number | null;
  @Column('numeric') buffer_percent!: string;
  @Column('numeric') scrap_percent!: string;
  @Column('boolean') quality_gate!: boolean;
  @Column('uuid', { nullable: true }) supplier_id!: string | null;
  @Column('numeric', { nullable: true }) price_per_piece!: string | null;
  @Column('text', { nullable: true }) instruction!: string | null;
}

/** One operation waits for another. */
@Entity({ schema: 'erp', name: 'routing_operation_predecessors' })
export class RoutingOperationPredecessor {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') routing_id!: string;
  @Column('uuid') operation_id!: string;
  @Column('uuid') predecessor_id!: string;
}

/** Where else an operation may be done, in times of its own; preference 1 is asked first. */
@Entity({ schema: 'erp', name: 'routing_operation_alternatives' })
export class RoutingOperationAlternative {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') routing_id!: string;
  @Column('uuid') operation_id!: string;
  @Column('integer') preference!: number;
  @Column('uuid') work_centre_id!: string;
  @Column('integer') setup_minutes!: number;
  @Column('integer') run_minutes!: number;
  @Column('bigint') run_quantity!: number;
  @Column('numeric', { nullable: true }) price_per_piece!: string | null;
}
