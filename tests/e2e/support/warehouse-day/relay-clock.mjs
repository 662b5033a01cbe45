/** Loaded before a relay: its clock is that of the scripted day, however far the day was moved on meanwhile. */
import { readFileSync } from "node:fs";

const real = Date.now.bind(Date);
const file = process.env["DAY_SHIFT_FILE"] ?? "";

Date.now = () => real() + Number(readFileSync(file, "utf8"));
