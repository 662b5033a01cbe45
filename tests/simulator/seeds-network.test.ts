import { checkSeeds } from "./seeds";

checkSeeds(301, 25, "network");
