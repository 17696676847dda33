export { LineUnitDto } from './line-units.dto.js';
export { LineUnits } from './line-units.js';
export { LineUnitsModule } from './line-units.module.js';
export type { CountedLine, SaidQuantity, UnitLine, UsualUnit } from './line-quantities.js';
