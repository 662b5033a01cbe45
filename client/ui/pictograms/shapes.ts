/**
 * Product pictograms on a 24 × 24 grid, strokes only, drawn as one path each. The name is stored with the category:
 * never rename one.
 */
export const pictogramShapes = {
  // Yoke on a base, tilted head with lens.
  "moving-head":
    "M6 22h12M8 22v-3h8v3M6 19v-7a2 2 0 0 1 2-2M18 19v-7a2 2 0 0 0-2-2M8.5 15.5v-9l2-3h3l2 3v9a1.5 1.5 0 0 1-1.5 1.5h-4a1.5 1.5 0 0 1-1.5-1.5zM10 8h4",
  par: "M12 2v4M9 6h6M7 9l1.5 9.5a2 2 0 0 0 2 1.5h3a2 2 0 0 0 2-1.5L17 9M6 9h12M6 9V6M18 9V6M9 22h6",
  profile: "M3 9h5v7H3zM8 8h9v9H8zM17 7.5l4-1.5v13l-4-1.5zM12.5 8V5M9.5 5h6M12.5 5V2",
  blinder:
    "M4 4h16v16H4zM6.5 8.5a2 2 0 1 0 0-.01M13.5 8.5a2 2 0 1 0 0-.01M6.5 15.5a2 2 0 1 0 0-.01M13.5 15.5a2 2 0 1 0 0-.01",
  strobe: "M3 7h18v10H3zM7 17v3M17 17v3M13 8.5l-3.5 4h5l-3.5 4",
  "led-bar": "M2 9h20v6H2zM6 12h.01M10 12h.01M14 12h.01M18 12h.01M7 15v3M17 15v3",
  "line-array":
    "M5 3h14l-1 4.5H6zM6 8l-.5 5H17l1-5M5.5 13.5l-.2 3.5h9.7l2-3.5M6 17.5l-.3 3.5h7.8l1.5-3.5M12 1v2",
  speaker: "M6 2h12v20H6zM12 7.5a1.5 1.5 0 1 0 0-.01M12 18a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7z",
  amplifier: "M2 7h20v10H2zM6 12a1 1 0 1 0 0-.01M10 12a1 1 0 1 0 0-.01M14 10h5M14 12h5M14 14h5",
  microphone: "M12 2a3 3 0 0 1 3 3v6a3 3 0 0 1-6 0V5a3 3 0 0 1 3-3zM6 11a6 6 0 0 0 12 0M12 17v5M8 22h8",
  wireless: "M9 9h6v13H9zM12 9V5M8 4.5a5 5 0 0 1 8 0M5.5 2.5a9 9 0 0 1 13 0M11 13h2M11 18h2",
  console: "M3 17 5 6h14l2 11zM8 9v5M12 9v5M16 9v5M7 12h2M11 10.5h2M15 13h2M4 20h16",
  truss: "M2 6h20M2 18h20M2 18 7 6l5 12 5-12 5 12",
  hoist: "M12 2v4M8 6h8v7H8zM12 13v4M12 17a2.5 2.5 0 1 1-2.3 3.5M10 9.5h4",
  shackle: "M8 9a4.5 4.5 0 1 1 8 0c-.8 1.5-1.2 3-1.2 5H9.2c0-2-.4-3.5-1.2-5zM6 17h12M7 14.5v5M17 14.5v5",
  cable:
    "M4 8V5a1 1 0 0 1 1-1h4a1 1 0 0 1 1 1v3zM7 8v5a5 5 0 0 0 10 0M14 16v3a1 1 0 0 0 1 1h4a1 1 0 0 0 1-1v-3zM17 16v-3M6 4V2M8 4V2",
  power: "M4 3h16v18H4zM8 8h3v3H8zM13 8h3v3h-3zM8 14h3v3H8zM13 14h3v3h-3z",
  dimmer: "M3 5h18v14H3zM7 8v8M11 8v8M15 8v8M6 10h2M10 14h2M14 11h2M18.5 9h.01M18.5 15h.01",
  case: "M3 8h18v11H3zM9 8V5.5A1.5 1.5 0 0 1 10.5 4h3A1.5 1.5 0 0 1 15 5.5V8M3 13h18M8 11.5v3M16 11.5v3",
  projector: "M2 8h20v9H2zM16 12.5a2.5 2.5 0 1 0-5 0 2.5 2.5 0 0 0 5 0zM5 11h3M5 14h3M5 17v2M19 17v2",
  screen: "M3 3h18M4 3v12h16V3M12 15v4M8 22l4-3 4 3",
  camera: "M3 8h11v9H3zM14 11l6-3v9l-6-3M6 8V5h5v3M7 17l-2 5M10 17l2 5",
  stand: "M12 2v13M12 15l-6 7M12 15l6 7M12 15v7M9 5h6",
  stage: "M2 9h20v4H2zM4 13v8M20 13v8M12 13v8M4 21h1M19 21h1",
  haze: "M3 15h9v6H3zM12 17h3M15 13c3 0 3-3 6-3M16 17c3 0 3-2 6-2M14 9c3 0 3-3 6-3M6 15v-3h3v3",
  computer: "M4 4h16v11H4zM2 19h20M9 15v4M15 15v4",
  vehicle: "M2 6h12v11H2zM14 10h4l4 4v3h-8zM6 19a2 2 0 1 0 0-.01M18 19a2 2 0 1 0 0-.01",
  consumable: "M7 8h10l1 13H6zM9 8V4h6v4M9 13h6M9 17h6",
  tool: "M14 6a4 4 0 0 1 5-3l-2.5 2.5 2 2L21 5a4 4 0 0 1-5.5 5L7 18.5a2.1 2.1 0 0 1-3-3L12.5 7",
  generic: "M12 2 3 7v10l9 5 9-5V7zM3 7l9 5 9-5M12 12v10",
} as const satisfies Record<string, string>;

export type PictogramName = keyof typeof pictogramShapes;
