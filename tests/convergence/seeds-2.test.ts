import { checkSeeds } from "./seeds";

checkSeeds(51, 50);
