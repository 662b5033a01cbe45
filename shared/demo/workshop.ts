/**
 * What is broken in the demo company, what was done about it, and what is tested when.
 * Faults, one row: code | hours ago | what is wrong | effect | priority | severity (empty: no damage of a job) | details.
 */
export const faultRows = `
SPII-0007|51|Pan slips after half an hour|block|high|unusable|Came back from the light weekend. Loses its position when warm, worse upside down.
DI32-0007|29|Insulation too low|block|urgent||Found at the yearly test, 0.4 MΩ. Schuko 5 is cracked.
RZ21-0003|26|Lens shift does not move|block|normal|limited|Stays at the lower end. Picture itself is fine.
VIPR-0003|20|Gobo wheel 2 sticks|flag|normal|limited|Comes free after two resets.
QL1C-0002|8|Fader 12 crackles|flag|low||Use another channel until it is cleaned.
S31C-0001|4|Scratch across the left screen|flag|low|cosmetic|
TITN-0009|99|Charging contact bent|block|normal|unusable|Does not charge in the case.`;

/** One row: code of the fault's piece | hours ago | said | assignee, number of a colleague | part | until in days | state. */
export const faultEntryRows = `
SPII-0007|48|Belt is worn, ordered from the maker||Pan belt|6|
SPII-0007|47||0|||
RZ21-0003|22|Sent to the other workshop, they look at it this week|1||12|
TITN-0009|70|Contact straightened, charges again|0|||
TITN-0009|69|||||resolved`;

/** One row: product | name | method | months. */
export const inspectionRows = `
Distro CEE 63 A to 3 x 32, 12 Schuko|Electrical test|electrical|12
Distro CEE 32 A to 6 Schuko|Electrical test|electrical|12
Chain hoist D8+ 500 kg, 24 m|Yearly inspection|check|12`;

/** One row: product | days since the test, one number for each piece from the first; empty: never. */
export const testRows = `
Distro CEE 63 A to 3 x 32, 12 Schuko|371,350,349,348,160,160,159,158
Distro CEE 32 A to 6 Schuko|214,214,214,213,213,213,1,213,212,212,212,212,361,361,344,344,100,100,99,
Chain hoist D8+ 500 kg, 24 m|352,352,352,352,351,351,351,351,120,120,120,120,119,119,119,119,45,45,45,45`;

/** The piece that failed. */
export const failedCode = "DI32-0007";
