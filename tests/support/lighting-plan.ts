/** A lighting plan as an MVR file with the fixture types it uses inside, as a drawing program would export it. */
import { strToU8, zipSync } from "fflate";

export interface PlannedType {
  readonly maker: string;
  readonly name: string;
  readonly weightKg: number;
  readonly powerW: number;
  readonly count: number;
  readonly layer: string;
}

const gdtf = ({ maker, name, weightKg, powerW }: PlannedType): Uint8Array =>
  zipSync({
    "description.xml": strToU8(`<?xml version="1.0" encoding="UTF-8"?>
<GDTF DataVersion="1.2">
  <FixtureType Name="${name}" ShortName="${name}" LongName="${name}" Manufacturer="${maker}"
    FixtureTypeID="9F0B4C5E-0000-4000-8000-${name.length.toString(16).padStart(12, "0")}">
    <PhysicalDescriptions>
      <Properties><Weight Value="${weightKg}"/><PowerConsumption Value="${powerW}"/></Properties>
    </PhysicalDescriptions>
    <Models/><Geometries/><DMXModes/>
  </FixtureType>
</GDTF>`),
  });

const specOf = ({ maker, name }: PlannedType): string => `${maker}@${name}.gdtf`;

const fixtures = (type: PlannedType): string =>
  Array.from(
    { length: type.count },
    (_, index) => `<Fixture name="${type.name} ${index + 1}" uuid="${crypto.randomUUID()}">
      <GDTFSpec>${specOf(type)}</GDTFSpec><GDTFMode>Standard</GDTFMode><FixtureID>${index + 1}</FixtureID>
    </Fixture>`,
  ).join("\n");

export const lightingPlan = (types: readonly PlannedType[]): Uint8Array => {
  const layers = [...new Set(types.map((type) => type.layer))].map(
    (layer) => `<Layer name="${layer}" uuid="${crypto.randomUUID()}"><ChildList>
${types
  .filter((type) => type.layer === layer)
  .map(fixtures)
  .join("\n")}
</ChildList></Layer>`,
  );
  return zipSync({
    "GeneralSceneDescription.xml": strToU8(`<?xml version="1.0" encoding="UTF-8"?>
<GeneralSceneDescription verMajor="1" verMinor="5"><Scene><Layers>${layers.join("\n")}</Layers></Scene></GeneralSceneDescription>`),
    ...Object.fromEntries(types.map((type) => [specOf(type), gdtf(type)])),
  });
};
