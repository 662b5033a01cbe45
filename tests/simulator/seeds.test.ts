import { checkSeeds } from "./seeds";

checkSeeds(1, 10);
