/**
 * What goes along with the demo's equipment, and what may stand in for it, by name.
 * One row: category or product | what goes along | pieces | for every so many | inclusion | safety (empty: not).
 */
export const accessoryRows = `
Moving heads|Half coupler 50 mm, 750 kg|2|1|mandatory|
Moving heads|Safety wire 1 m, 60 kg|1|1|mandatory|safety
Moving heads|powerCON TRUE1 jumper 1.5 m|1|1|usual|
Moving heads|DMX cable 5-pin 5 m|1|1|usual|
Source Four 26°|Half coupler 50 mm, 750 kg|1|1|mandatory|
Source Four 26°|Safety wire 1 m, 60 kg|1|1|mandatory|safety
Source Four 26°|Schuko cable 3G2.5, 10 m|1|2|usual|
Source Four 36°|Half coupler 50 mm, 750 kg|1|1|mandatory|
Source Four 36°|Safety wire 1 m, 60 kg|1|1|mandatory|safety
Source Four Zoom 15-30°|Half coupler 50 mm, 750 kg|1|1|mandatory|
Source Four Zoom 15-30°|Safety wire 1 m, 60 kg|1|1|mandatory|safety
ColorSource Spot|Half coupler 50 mm, 750 kg|1|1|mandatory|
ColorSource Spot|Safety wire 1 m, 60 kg|1|1|mandatory|safety
ColorSource Spot|DMX cable 5-pin 5 m|1|1|usual|
ZENIT W600|Half coupler 50 mm, 750 kg|2|1|mandatory|
ZENIT W600|Safety wire 1 m, 60 kg|1|1|mandatory|safety
ZENIT W600|powerCON TRUE1 jumper 1.5 m|1|1|usual|
PAR 64 CP62|Half coupler 50 mm, 750 kg|1|1|mandatory|
PAR 64 CP62|Safety wire 1 m, 60 kg|1|1|mandatory|safety
theONE hazer|Neutral fluid 2.5 l|1|1|usual|
D80 amplifier|NL8 speaker cable 20 m|1|1|usual|
D80 amplifier|CEE 32 A cable 10 m|1|1|optional|
SM58|Microphone stand 210/9, boom|1|1|usual|
SM58|XLR cable 10 m|1|1|usual|
SM57|Microphone stand 259, low|1|1|usual|
SM57|XLR cable 10 m|1|1|usual|
EW-DX SKM handheld, Q1-9|Procell AA battery|2|1|usual|
EW-DX SK bodypack, Q1-9|Procell AA battery|2|1|usual|
PT-RZ21K laser projector|ET-D75LE20 lens|1|1|mandatory|
PT-RZ21K laser projector|HDMI optical extender pair|1|1|optional|
H30V truss 3.0 m|Molton 3 x 6 m, black|1|2|optional|
Chain hoist D8+ 500 kg, 24 m|Bow shackle 3.25 t, safety pin|2|1|mandatory|
Chain hoist D8+ 500 kg, 24 m|Steel 12 mm, 2 m, 2 t|1|1|usual|
Chain hoist D8+ 500 kg, 24 m|Load cell 3.25 t|1|4|optional|
Stage deck 2 x 1 m|Stage leg 60 cm|4|1|usual|`;

/** Product | what may stand in, first choice first, with / between them. */
export const alternativeRows = `
MegaPointe|Sharpy / ESPRITE
Robin 600E Spot|Robin MMX Spot / MAC Viper Profile
Robin MMX Spot|Robin 600E Spot
Robin MMX WashBeam|MAC Quantum Wash / A.leda Wash K20
Source Four 26°|Source Four 36° / Source Four Zoom 15-30°
SM57|e 906
QL5|SQ-5
QL1|SQ-5
PT-RZ21K laser projector|UDX-4K32
ET-D75LE20 lens|ET-D75LE30 lens
H30V truss 3.0 m|H40V truss 3.0 m`;
