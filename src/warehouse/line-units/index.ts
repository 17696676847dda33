export { DocumentUnitDto, InUnitInput, LineUnitDto, QuantityInput } from './line-units.dto.js';
export { LineUnits, documentUnits, ledgerLinesOf } from './line-units.js';
export { LineUnitsModule } from './line-units.module.js';
export { namedQuantities } from './line-quantities.js';
export type { CountedLine, SaidQuantity, UnitLine, Usual, UsualUnit } from './line-quantities.js';
