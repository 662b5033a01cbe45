import { checkSeeds } from "./seeds";

checkSeeds(101, 50);
