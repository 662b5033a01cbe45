import { checkSeeds } from "./seeds";

checkSeeds(400, 10, "crew");
checkSeeds(400, 10, "stations");
checkSeeds(400, 10, "forgotten");
checkSeeds(400, 5, "hall");
