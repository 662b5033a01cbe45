export { buildDemo, demoZone } from "./build-demo";
export type { Demo, DemoEvent, DemoProduct } from "./build-demo";
export type { DemoMovement } from "./build-movements";
export {
  addDemoColleague,
  addDemoEvent,
  addDemoFrame,
  addDemoKit,
  addDemoMovements,
  addDemoProduct,
  addDemoTransfer,
  addDemoWorkshop,
} from "./commands";
