import { Body, Controller, Get, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { Route } from '../../kernel/http/index.js';
import { KANBAN } from '../kanban.permissions.js';
import { AllBoardsDto, DashboardDto, KanbanBoardDto, KanbanBoardInput } from './boards.dto.js';
import { BoardsService } from './boards.service.js';
import { DepartmentParam } from './department.param.js';

const { NOT_FOUND, VALIDATION_FAILED, DUPLICATE } = KERNEL_ERRORS;

@ApiTags('Kanban')
@Controller('ppic/kanban')
export class BoardsController {
  constructor(private readonly boards: BoardsService) {}

  @Get('boards')
  @Route({
    summary: "The boards of the caller's departments",
    description: 'A department that has set none up is there as well, without limits.',
    permission: KANBAN.cards.read,
    returns: AllBoardsDto,
  })
  all(): Promise<AllBoardsDto> {
    return this.boards.all();
  }

  @Get('boards/:department')
  @Route({
    summary: "Show a department's board",
    permission: KANBAN.cards.read,
    returns: KanbanBoardDto,
    versioned: true,
    errors: [NOT_FOUND],
  })
  get(@DepartmentParam() department: string): Promise<KanbanBoardDto> {
    return this.boards.get(department);
  }

  @Put('boards/:department')
  @Route({
    summary: "Set a department's board up",
    description: 'Its limits on work in progress, and the places that its cards take from and bring to.',
    permission: KANBAN.boards.update,
    returns: KanbanBoardDto,
    versioned: true,
    errors: [NOT_FOUND, VALIDATION_FAILED, DUPLICATE],
  })
  set(@DepartmentParam() department: string, @Body() body: KanbanBoardInput): Promise<KanbanBoardDto> {
    return this.boards.set(department, body);
  }

  @Get('dashboard/:department')
  @Route({
    summary: "A department's board with its figures",
    permission: KANBAN.cards.read,
    returns: DashboardDto,
    errors: [NOT_FOUND],
  })
  dashboard(@DepartmentParam() department: string): Promise<DashboardDto> {
    return this.boards.dashboard(department);
  }
}
