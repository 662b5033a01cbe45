/**
 * The stock of the demo company: typical equipment of a mid-sized event house. Weights in kilograms and powers in
 * watts are makers' usual figures; quantities and codes are invented.
 * One row: maker | name | pieces | kg | W | code prefix (empty: bulk stock) | mm length x width x height.
 */
export interface CatalogueSection {
  readonly department: string;
  readonly category: string;
  readonly pictogram: string;
  readonly shelf: string;
  readonly rows: string;
}

export const catalogue: readonly CatalogueSection[] = [
  {
    department: "Lighting",
    category: "Moving heads",
    pictogram: "moving-head",
    shelf: "A-01",
    rows: `
Robe|MegaPointe|24|22|670|MEGA|356x268x638
Robe|Robin 600E Spot|24|20.3|780|R600|434x404x595
Robe|Spiider|18|13.3|600|SPII|422x260x470
Robe|ESPRITE|12|28.2|850|ESPR|425x395x700
Robe|Robin MMX Spot|24|23|1000|MMXS|420x420x610
Robe|Robin MMX WashBeam|24|23|1000|MMXW|420x420x600
Clay Paky|Sharpy|30|16|350|SHRP|330x323x518
Clay Paky|Alpha Spot QWO 800|10|36|1150|QWO8|506x430x721
Clay Paky|A.leda Wash K20|12|22|650|K20W|450x310x540
Martin|MAC Aura XB|16|6.5|260|AURA|302x302x360
Martin|MAC Viper Profile|8|37.1|1200|VIPR|477x468x770
Martin|MAC Quantum Wash|12|20.4|900|QWSH|479x360x521
GLP|impression X4 Bar 20|12|15.6|440|X4B2|1001x140x208
GLP|JDC1|8|16|1200|JDC1|510x190x390
Ayrton|Perseo Profile|8|27.5|650|PERS|440x320x640
Ayrton|Rivale Profile|4|38|900|RIVA|500x350x750`,
  },
  {
    department: "Lighting",
    category: "Fixed lights",
    pictogram: "par",
    shelf: "A-02",
    rows: `
ETC|Source Four 26°|36|7|750|S426|550x250x300
ETC|Source Four 36°|12|7|750|S436|530x250x300
ETC|Source Four Zoom 15-30°|8|9.1|750|S4ZM|690x270x330
ETC|ColorSource Spot|16|7.4|165|CSSP|620x280x300
Cameo|ZENIT W600|12|16.5|500|ZW60|390x260x330
Cameo|FLAT PRO 18|32|3.9|120|FP18|260x110x270
Astera|AX1 PixelTube|32|1.35|28|AX1T|1035x43x43
Astera|Titan Tube|16|1.35|72|TITN|1035x43x43
Chauvet|COLORado 1-Quad Zoom|24|5.9|140|COL1|250x230x310
Portman|P1 Retro Lamp|6|17|1100|P1RL|720x360x630
ARRI|SkyPanel S60-C|4|12|450|SKY6|813x300x110
Stairville|PAR 64 CP62|48|1.8|500||260x230x300
Dedolight|DLH4|6|1.6|150|DLH4|150x110x160
Martin|Atomic 3000 LED|8|9.2|850|ATOM|425x240x235
Showtec|Sunstrip Active MKII|20|5.6|500|SUNS|1000x110x120
JB-Lighting|Sparx 7|8|9.5|350|SPX7|330x250x370`,
  },
  {
    department: "Lighting",
    category: "Control",
    pictogram: "console",
    shelf: "A-03",
    rows: `
MA Lighting|grandMA3 light|2|39|500|GMA3|962x693x338
MA Lighting|grandMA3 compact XT|2|26|300|GMCX|670x605x312
MA Lighting|grandMA3 processing unit M|2|6.2|90|GMPU|483x382x44
MA Lighting|onPC command wing XT|1|17.5|180|CWXT|620x540x190
ChamSys|MagicQ MQ80|1|18|150|MQ80|598x428x250
Luminex|LumiNode 12|6|3.2|40|LN12|483x216x44
Luminex|GigaCore 14R|8|2.9|60|GC14|483x219x44
Showtec|DMX splitter 1 in 8 out|10|2.6|20|DSPL|483x150x44
LumenRadio|CRMX Nova TX|4|1.6|10|CRTX|216x165x44
Wireless Solution|W-DMX BlackBox R-512|12|1|8|WDMR|180x120x60
ETC|Response Mk2 gateway 4 port|4|1.4|15|RSP4|220x150x44
Swisson|XND-8 node|4|2.4|20|XND8|483x180x44`,
  },
  {
    department: "Lighting",
    category: "Dimming and haze",
    pictogram: "haze",
    shelf: "A-04",
    rows: `
MA Lighting|Dimmer 12 x 2.3 kW|6|38|0|DM12|483x560x133
Avolites|ART 2000 48 channel|1|115|0|ART4|600x700x900
MDG|theONE hazer|3|36.7|1100|MONE|672x356x409
Unique|Hazer 2.1|6|8.7|1500|UNQH|450x260x250
Look Solutions|Viper NT|6|9.6|1300|VPNT|530x300x200
Antari|DNG-200 low fog|2|53|1200|DNG2|750x440x480
Martin|JEM AF-2 fan|8|7|160|JAF2|350x240x390
LSC|GEN VI power distro 12 channel|3|21|0|LSC6|483x400x133`,
  },
  {
    department: "Audio",
    category: "Line arrays",
    pictogram: "line-array",
    shelf: "B-01",
    rows: `
d&b audiotechnik|V8|24|34|0|V8LS|700x522x309
d&b audiotechnik|V12|4|34|0|V12L|700x522x309
d&b audiotechnik|V-SUB|8|64|0|VSUB|710x550x850
d&b audiotechnik|Y10P|8|20|0|Y10P|340x300x580
d&b audiotechnik|E8|16|11|0|E8LS|254x240x450
d&b audiotechnik|M4 monitor|16|22|0|M4MN|595x460x370
d&b audiotechnik|B22-SUB|6|75|0|B22S|1108x740x578
L-Acoustics|A15 Focus|8|41|0|A15F|750x509x435
L-Acoustics|KS21|6|49|0|KS21|689x685x554
L-Acoustics|5XT|16|3.5|0|5XTL|169x165x169
Genelec|8040B|6|8.6|120|G804|237x223x350
Fohhn|LX-150|12|9.8|0|LX15|120x150x1160`,
  },
  {
    department: "Audio",
    category: "Amplifiers",
    pictogram: "amplifier",
    shelf: "B-02",
    rows: `
d&b audiotechnik|D80 amplifier|12|19|2300|D80A|483x530x89
d&b audiotechnik|30D amplifier|6|10.6|1400|30DA|483x460x89
d&b audiotechnik|D20 amplifier|6|10.8|1300|D20A|483x460x89
L-Acoustics|LA4X|6|11.3|1500|LA4X|483x358x89
L-Acoustics|LA12X|2|14.5|2600|L12X|483x455x89
Lab Gruppen|PLM 10000Q|2|15|2300|PLMQ|483x400x89`,
  },
  {
    department: "Audio",
    category: "Mixing and processing",
    pictogram: "console",
    shelf: "B-03",
    rows: `
DiGiCo|SD12 96|1|40|240|SD12|1094x778x269
DiGiCo|S31|2|30|150|S31C|1039x599x264
DiGiCo|SD-Rack|2|24|200|SDRK|483x400x400
Yamaha|QL5|2|21.8|200|QL5C|828x563x272
Yamaha|QL1|2|14.7|135|QL1C|468x562x272
Yamaha|Rio3224-D2|3|12.4|120|R322|480x368x220
Yamaha|Tio1608-D2|4|4.8|40|T160|480x364x88
Allen & Heath|SQ-5|2|10.5|75|SQ5C|440x515x199
Allen & Heath|DX168|2|4.4|40|D168|483x220x132
d&b audiotechnik|DS10 audio network bridge|4|4.2|40|DS10|483x220x44
Lake|LM 44|2|4.1|40|LM44|483x330x44
Midas|DL32|1|8.6|90|DL32|483x220x132`,
  },
  {
    department: "Audio",
    category: "Microphones",
    pictogram: "microphone",
    shelf: "B-04",
    rows: `
Shure|SM58|40|0.3|0||162x51x51
Shure|SM57|24|0.28|0||157x32x32
Shure|Beta 91A|4|0.47|0|B91A|127x92x27
Shure|Beta 52A|6|0.6|0|B52A|160x110x90
Shure|KSM137|12|0.1|0|K137|110x20x20
Sennheiser|e 906|10|0.14|0|E906|134x55x34
Sennheiser|MD 421-II|10|0.39|0|MD42|215x46x49
Neumann|KM 184|8|0.08|0|K184|107x22x22
DPA|4099 Core|16|0.03|0|D409|160x20x20
DPA|6066 headset|12|0.01|0|D606|150x120x30
AKG|C 414 XLS|4|0.3|0|C414|160x50x38
Radial|J48 active DI|16|0.8|0|RJ48|127x84x51
BSS|AR-133 active DI|20|0.65|0||150x100x55
Schoeps|CMC 6 with MK 4|4|0.1|0|CMC6|150x20x20`,
  },
  {
    department: "Audio",
    category: "Wireless",
    pictogram: "microphone",
    shelf: "B-05",
    rows: `
Sennheiser|EW-DX EM 4 Dante receiver|4|2.6|20|EWEM|483x330x44
Sennheiser|EW-DX SKM handheld, Q1-9|14|0.3|0|EWSK|268x40x40
Sennheiser|EW-DX SK bodypack, Q1-9|14|0.12|0|EWBP|85x64x20
Shure|AD4Q Axient receiver|2|4.8|60|AD4Q|483x333x44
Shure|ADX2 handheld, G56|8|0.34|0|ADX2|266x51x51
Shure|PSM 1000 transmitter|4|2.6|20|PSMT|483x286x44
Shure|PSM 1000 bodypack|12|0.2|0|PSMB|98x66x23
Sennheiser|A 2003-UHF antenna|8|0.32|0|A203|316x283x40
RF Venue|Distro9 HDR|2|2.7|20|RFD9|483x190x44
Riedel|Bolero beltpack|18|0.25|0|BOLB|140x80x30
Riedel|Bolero antenna|4|0.6|13|BOLA|180x180x50
Riedel|Artist-1024 frame|1|8|150|ART1|483x400x44`,
  },
  {
    department: "Video",
    category: "Projection and screens",
    pictogram: "projector",
    shelf: "C-01",
    rows: `
Panasonic|PT-RZ21K laser projector|4|49|1500|RZ21|598x726x240
Panasonic|PT-RZ990 laser projector|4|23.5|950|RZ99|498x581x200
Panasonic|ET-D75LE20 lens|4|3.2|0|LE20|270x130x130
Panasonic|ET-D75LE30 lens|3|2.6|0|LE30|270x130x130
Barco|UDX-4K32|2|92|3100|UDX4|790x720x340
Stumpfl|Monoblox 32 screen 5 x 2.81 m|4|38|0|MB50|1600x500x300
Stumpfl|Monoblox 32 screen 6 x 3.38 m|2|46|0|MB60|1600x500x300
Samsung|QM75 display 75"|8|37|260|QM75|1681x967x30
Samsung|QM55 display 55"|12|17|150|QM55|1238x714x29
LG|43UL3J display 43"|10|9.9|100|LG43|967x563x57
ROE Visual|Carbon CB3 LED panel|96|13.9|350|CB3P|1200x600x85
ROE Visual|Black Marble BM4 floor panel|40|18.4|290|BM4P|500x500x110`,
  },
  {
    department: "Video",
    category: "Cameras and mixing",
    pictogram: "screen",
    shelf: "C-02",
    rows: `
Sony|HDC-3500 camera channel|3|4.5|90|HDC3|360x140x260
Sony|PXW-FX9|2|2|36|FX9C|230x147x143
Panasonic|AW-UE150 PTZ camera|6|4.3|54|UE15|213x267x226
Panasonic|AW-RP150 controller|2|3|24|RP15|342x180x177
Fujinon|UA24x7.8 lens|3|1.98|0|FU24|220x170x110
Blackmagic|ATEM Constellation 4 M/E|1|6.5|150|ATEM|483x180x88
Blackmagic|HyperDeck Studio 4K Pro|4|2.3|40|HYPD|483x175x44
Blackmagic|Videohub 40x40 12G|2|4.6|90|VH40|483x120x88
Barco|E2 Gen 2 screen manager|1|27.7|480|E2G2|483x640x178
Barco|S3-4K|1|20|400|S34K|483x560x178
Novastar|MCTRL4K|4|4.2|40|MC4K|483x380x44
disguise|vx 2 media server|2|27|800|VX2S|483x670x178
Apple|MacBook Pro 16" playback|6|2.2|140|MBPP|356x249x17
Theatrixx|xVision HDMI to SDI|24|0.4|6|XVHS|130x92x40
Decimator|MD-HX converter|20|0.3|5||120x90x25
Lightware|HDMI optical extender pair|10|0.9|12|LWHO|180x110x30`,
  },
  {
    department: "Rigging",
    category: "Truss",
    pictogram: "truss",
    shelf: "D-01",
    rows: `
Prolyte|H30V truss 3.0 m|48|18.9|0||3000x290x290
Prolyte|H30V truss 2.0 m|36|13.1|0||2000x290x290
Prolyte|H30V truss 1.0 m|20|7.4|0||1000x290x290
Prolyte|H30V truss 0.5 m|16|4.9|0||500x290x290
Prolyte|H30V corner 90°|16|9.7|0||500x500x290
Prolyte|H40V truss 3.0 m|24|26.5|0||3000x387x387
Prolyte|H40V truss 2.0 m|16|18.6|0||2000x387x387
Prolyte|S36R truss 2.4 m|12|31|0||2400x470x360
Prolyte|MPT tower base|6|34|0|MPTB|800x800x300
Prolyte|MPT sleeve block|6|28|0|MPTS|600x600x500
Global Truss|F34 box corner|12|8|0||290x290x290
Manfrotto|Wind-up stand 087NW|12|18|0|WIND|1670x200x200`,
  },
  {
    department: "Rigging",
    category: "Hoists and hardware",
    pictogram: "hoist",
    shelf: "D-02",
    rows: `
Chainmaster|Chain hoist D8+ 500 kg, 24 m|20|46|1100|CM50|540x270x260
Chainmaster|Chain hoist D8+ 250 kg, 24 m|8|29|700|CM25|450x220x230
Chainmaster|Chain hoist BGV-C1 1000 kg, 24 m|4|78|1900|CM1T|640x340x320
Chainmaster|Hoist controller 8 channel|3|24|0|CMC8|483x400x266
Green Pin|Bow shackle 3.25 t, safety pin|480|0.63|0||100x60x30
Green Pin|Bow shackle 4.75 t, screw pin|80|1.02|0||120x70x35
SpanSet|Round sling 2 t, 2 m|120|0.9|0||2000x40x10
SpanSet|Round sling 2 t, 4 m|60|1.7|0||4000x40x10
Gerriets|Steel 12 mm, 2 m, 2 t|160|1.6|0||2000x40x40
Gerriets|Steel 12 mm, 1 m, 2 t|80|0.9|0||1000x40x40
Doughty|Half coupler 50 mm, 750 kg|3600|0.45|0||120x50x50
Doughty|Swivel coupler 50 mm|120|0.95|0||150x60x60
Lift-All|Safety wire 1 m, 60 kg|2400|0.2|0||1000x10x10
Broadweigh|Load cell 3.25 t|12|1.6|0|BWLC|150x60x60`,
  },
  {
    department: "Power",
    category: "Distribution",
    pictogram: "dimmer",
    shelf: "E-01",
    rows: `
Indu-Electric|Distro CEE 125 A to 2 x 63, 6 x 32|4|48|0|DI25|600x600x800
Indu-Electric|Distro CEE 63 A to 3 x 32, 12 Schuko|8|32|0|DI63|500x500x600
Indu-Electric|Distro CEE 32 A to 6 Schuko|20|9.5|0|DI32|400x300x250
Indu-Electric|Distro CEE 32 A to 2 Socapex|8|14|0|DS32|483x400x178
Pacelink|Power meter CEE 63 A|4|6|0|PM63|300x250x200
SDMO|Generator 40 kVA, silent|1|1180|0|GEN4|2230x950x1480`,
  },
  {
    department: "Power",
    category: "Power cable",
    pictogram: "cable",
    shelf: "E-02",
    rows: `
Titanex|CEE 125 A cable 25 m|12|72|0||600x600x300
Titanex|CEE 63 A cable 25 m|24|33|0||500x500x250
Titanex|CEE 63 A cable 10 m|20|14.2|0||450x450x200
Titanex|CEE 32 A cable 25 m|40|15.8|0||400x400x200
Titanex|CEE 32 A cable 10 m|60|6.8|0||350x350x150
Titanex|CEE 16 A cable 10 m|40|3.4|0||300x300x100
Titanex|Schuko cable 3G2.5, 20 m|60|4.1|0||300x300x100
Titanex|Schuko cable 3G2.5, 10 m|120|2.2|0||250x250x80
Titanex|Schuko cable 3G2.5, 5 m|120|1.2|0||220x220x60
Brennenstuhl|Schuko strip 3 way|140|0.6|0||300x60x60
Neutrik|powerCON TRUE1 jumper 1.5 m|1200|0.35|0||200x150x40
Neutrik|powerCON TRUE1 cable 10 m|80|1.7|0||250x250x60
Socapex|Multicore 19 x 2.5 mm², 20 m|36|21.4|0||500x500x200
Socapex|Fan-out to 6 Schuko|36|2.9|0||400x300x100`,
  },
  {
    department: "Cable",
    category: "Signal cable",
    pictogram: "cable",
    shelf: "E-03",
    rows: `
Sommer|XLR cable 5 m|160|0.35|0||200x200x40
Sommer|XLR cable 10 m|320|0.65|0||220x220x50
Sommer|XLR cable 20 m|80|1.3|0||250x250x60
Sommer|DMX cable 5-pin 5 m|1200|0.3|0||200x200x40
Sommer|DMX cable 5-pin 10 m|140|0.6|0||220x220x50
Sommer|DMX cable 5-pin 20 m|60|1.15|0||250x250x60
Sommer|NL4 speaker cable 10 m|80|1.9|0||280x280x80
Sommer|NL8 speaker cable 20 m|32|6.6|0||350x350x120
Sommer|Cat 7 etherCON 10 m|60|0.8|0||220x220x50
Sommer|Cat 7 etherCON drum 75 m|16|8.4|0|CT75|320x320x280
Neutrik|opticalCON DUO drum 150 m|6|11|0|OPT1|380x380x300
Sommer|12G-SDI cable 10 m|60|0.7|0||220x220x50
Sommer|12G-SDI drum 50 m|12|6.1|0|SD50|300x300x260
Sommer|HDMI 2.0 cable 3 m|60|0.3|0||200x150x40
Sommer|Multicore 24/8, 50 m|2|46|0|MC24|600x600x500`,
  },
  {
    department: "Staging",
    category: "Stage and stands",
    pictogram: "stand",
    shelf: "F-01",
    rows: `
Bütec|Stage deck 2 x 1 m|60|33|0||2000x1000x90
Bütec|Stage leg 60 cm|520|1.6|0||600x48x48
Bütec|Stage leg 100 cm|120|2.5|0||1000x48x48
Bütec|Stage stairs 100 cm|6|38|0|STAI|1200x1000x1000
Bütec|Hand rail 2 m|24|12.5|0||2000x1100x50
K&M|Microphone stand 210/9, boom|140|3.1|0||900x120x120
K&M|Microphone stand 259, low|30|2|0||500x120x120
K&M|Speaker stand 21435|20|4.6|0||1150x120x120
K&M|Table stand 23325|20|1.2|0||200x200x250
Gerriets|Molton 3 x 6 m, black|40|5.4|0||600x400x150
Eurotruss|Pipe and drape upright 3 m|30|6.5|0||1600x120x120
Defender|Midi cable ramp 5 channel|80|11.8|0||890x540x54`,
  },
  {
    department: "Consumables",
    category: "Consumables",
    pictogram: "generic",
    shelf: "G-01",
    rows: `
Duracell|Procell AA battery|960|0.024|0|-|50x14x14
MDG|Neutral fluid 2.5 l|24|2.7|0|-|200x130x130
Nichiban|Gaffer tape 50 mm black|72|0.9|0|-|180x180x50
Gerband|Marking tape 19 mm white|60|0.25|0|-|150x150x19
3M|Cable tie 300 mm|2000|0.003|0|-|300x5x2`,
  },
];
