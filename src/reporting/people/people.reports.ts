import type { ReportDefinition } from '../report/report-definition.js';
import { REPORTING } from '../reporting.permissions.js';

const USERS: ReportDefinition = {
  name: 'users',
  title: 'Users with their roles',
  description: 'Everybody who may log in, with roles, state and last login, once for each company they belong to.',
  permission: REPORTING.users.audit,
  view: 'report_users',
  columns: [
    { name: 'user_id', type: 'uuid', title: 'User' },
    { name: 'username', type: 'text', title: 'Name to log in with' },
    { name: 'full_name', type: 'text', title: 'Name' },
    { name: 'company_id', type: 'uuid', title: 'Company' },
    { name: 'roles', type: 'text', title: 'Codes of the roles, with commas' },
    { name: 'is_active', type: 'boolean', title: 'May log in' },
    { name: 'open_sessions', type: 'integer', title: 'Sessions that are open' },
    { name: 'last_login_at', type: 'time', title: 'Last login', nullable: true },
    { name: 'created_at', type: 'time', title: 'When the user was made' },
  ],
  filters: [
    { name: 'company_id', type: 'uuid', sql: 'r.company_id = ?', description: 'Only this company' },
    {
      name: 'is_active',
      type: 'boolean',
      sql: 'r.is_active = ?',
      description: 'Only those who may, or may not, log in',
    },
  ],
  sorts: ['username', 'created_at'],
  default_sort: 'username',
  search: ['username', 'full_name'],
  scope: { company: 'r.company_id' },
};

const USER_ACTIVITY: ReportDefinition = {
  name: 'user-activity',
  title: 'What users did, by day',
  description:
    'For each user, company and day in the time zone of the factory: logins, failed logins, changes of document states and stock movements. ' +
    'Logins, and changes of documents that all companies share, stand below each company of the user.',
  permission: REPORTING.users.audit,
  view: 'report_user_activity',
  columns: [
    { name: 'day', type: 'date', title: 'Day' },
    { name: 'user_id', type: 'uuid', title: 'User' },
    { name: 'username', type: 'text', title: 'Name to log in with' },
    { name: 'company_id', type: 'uuid', title: 'Company' },
    { name: 'logins', type: 'integer', title: 'Logins' },
    { name: 'failed_logins', type: 'integer', title: 'Failed logins' },
    { name: 'state_changes', type: 'integer', title: 'Changes of document states' },
    { name: 'stock_movements', type: 'integer', title: 'Stock movements recorded' },
  ],
  filters: [
    { name: 'user_id', type: 'uuid', sql: 'r.user_id = ?', description: 'Only this user' },
    { name: 'company_id', type: 'uuid', sql: 'r.company_id = ?', description: 'Only this company' },
    { name: 'from', type: 'date', sql: 'r.day >= ?', description: 'From this day on' },
    { name: 'to', type: 'date', sql: 'r.day <= ?', description: 'Up to this day' },
  ],
  sorts: ['day', 'username'],
  default_sort: '-day',
  search: ['username'],
  scope: { company: 'r.company_id' },
};

export const PEOPLE_REPORTS = [USERS, USER_ACTIVITY];
