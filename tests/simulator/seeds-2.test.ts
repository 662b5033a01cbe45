import { checkSeeds } from "./seeds";

checkSeeds(151, 50);
