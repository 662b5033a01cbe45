import { checkSeeds } from "./seeds";

checkSeeds(301, 20, "disks");
