import { checkSeeds } from "./seeds";

checkSeeds(400, 10, "crew");
