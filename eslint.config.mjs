import tseslint from 'typescript-eslint';

/** What may lean on what: a module imports only from floors below its own, and only through their index. */
const FLOORS = [
  ['auth', 'audit'],
  ['master-data'],
  ['accounting'],
  ['warehouse', 'projects'],
  ['quality'],
  ['purchasing', 'sales'],
  ['ppic'],
  ['kanban', 'fuel-stations'],
  ['reporting', 'operations'],
];
const MODULES = FLOORS.flat();

/** A list of columns kept in a constant (`${COLUMNS}`) is static text and allowed; anything else could carry what a caller sent. */
const NO_SQL_TEMPLATE = {
  selector:
    'CallExpression[callee.property.name=/^(query|one|maybe|where|andWhere|orWhere|orderBy|addOrderBy|having)$/]' +
    ' > TemplateLiteral:has(> :not(TemplateElement):not(Identifier[name=/^[A-Z][A-Z0-9_]*$/]))',
  message:
    'Never build SQL from a template: bind parameters ($1), or choose between whole static texts (an UPPER_CASE constant may stand in one).',
};

const TYPEORM_ELSEWHERE = {
  regex: '^typeorm($|/)',
  message: 'Only repositories, entities and kernel/database import TypeORM.',
  allowTypeImports: false,
};

const INSIDE_KERNEL = {
  regex: '^(\\.\\./)+kernel/(?![a-z-]+/index\\.js$)',
  message: "Import the kernel's parts through their index.",
};

function importRule(...patterns) {
  return { '@typescript-eslint/no-restricted-imports': ['error', { patterns }] };
}

/** Rules of one module's folder: what stands higher or beside it is out of reach; what is below is reached by its index. */
function boundariesOf(module, typeormAllowed) {
  const floor = FLOORS.findIndex((names) => names.includes(module));
  const outOfReach = MODULES.filter(
    (name) => name !== module && FLOORS.findIndex((names) => names.includes(name)) >= floor,
  );
  const below = MODULES.filter((name) => FLOORS.findIndex((names) => names.includes(name)) < floor);
  const patterns = [
    INSIDE_KERNEL,
    outOfReach.length > 0 && {
      regex: `^(\\.\\./)+(${outOfReach.join('|')})/`,
      message: `${module} must not lean on a module of its own or a higher floor.`,
    },
    below.length > 0 && {
      regex: `^(\\.\\./)+(${below.join('|')})/(?!index\\.js$)`,
      message: 'Import another module only through its index.',
    },
    !typeormAllowed && TYPEORM_ELSEWHERE,
  ];
  return importRule(...patterns.filter(Boolean));
}

const REPOSITORY_FILES = ['**/*.repository.ts', '**/*.entity.ts'];

export default tseslint.config(
  { ignores: ['dist/**', 'node_modules/**', '.pabrik/**', 'coverage/**'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommended],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { arguments: false } }],
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-console': 'error',
      'no-eval': 'error',
      'no-implied-eval': 'error',
      'no-new-func': 'error',
    },
  },
  {
    files: ['src/**/*.ts', 'migrations/**/*.ts'],
    ignores: ['**/*.spec.ts'],
    rules: {
      'max-lines-per-function': ['error', { max: 70, skipBlankLines: true, skipComments: true }],
      'max-params': ['error', 6],
      'no-restricted-syntax': ['error', NO_SQL_TEMPLATE],
    },
  },
  // Mostly the text of tables.
  { files: ['migrations/**/*.ts'], rules: { 'max-lines-per-function': 'off' } },
  {
    files: ['src/**/*.controller.ts'],
    rules: { 'max-lines': ['error', { max: 140, skipBlankLines: true, skipComments: true }] },
  },
  {
    files: ['src/**/*.service.ts'],
    rules: { 'max-lines': ['error', { max: 250, skipBlankLines: true, skipComments: true }] },
  },
  {
    files: ['src/**/*.repository.ts'],
    rules: { 'max-lines': ['error', { max: 200, skipBlankLines: true, skipComments: true }] },
  },
  ...MODULES.flatMap((module) => [
    {
      files: [`src/${module}/**/*.ts`],
      ignores: ['**/*.spec.ts', ...REPOSITORY_FILES],
      rules: boundariesOf(module, false),
    },
    { files: REPOSITORY_FILES.map((pattern) => `src/${module}/${pattern}`), rules: boundariesOf(module, true) },
  ]),
  {
    files: ['src/**/*.machine.ts'],
    rules: importRule(TYPEORM_ELSEWHERE, {
      regex: '^@nestjs/',
      message: 'A state machine is plain data: no framework.',
    }),
  },
  {
    files: ['src/kernel/**/*.ts'],
    ignores: ['src/kernel/**/*.spec.ts'],
    rules: importRule({ regex: `^(\\.\\./)+(${MODULES.join('|')})/`, message: 'The kernel knows no module.' }),
  },
  { files: ['test/**/*.ts', '**/*.spec.ts'], rules: { '@typescript-eslint/no-explicit-any': 'off' } },
  { files: ['src/cli/**/*.ts', 'src/cli.ts', 'src/main.ts'], rules: { 'no-console': 'off' } },
);
