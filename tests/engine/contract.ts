import { capabilitiesOf } from "../../components/cloud";
import type { Runtime, Specification } from "../../components/specification";
import { clouds } from "../../providers";
import { contracts } from "../contract/clouds";
import { brokenPromises } from "../contract/promises";
import { exported } from "../contract/resource";
import { specificationOn } from "../unit/fixture";
import type { EngineStack } from "./stack";

/**
 * Every promise of the platform that a stack which is up does not keep. Its name is that of its environment.
 *
 * @param changes what was asked of it otherwise than its file does
 */
export async function brokenBy(
  stack: EngineStack,
  cloud: string,
  runtime: Runtime,
  changes: Partial<Specification> = {},
): Promise<string[]> {
  const evidence = contracts[cloud]?.[runtime]?.evidence(exported(await stack.state()));
  const description = clouds[cloud]?.description;
  if (evidence === undefined || description === undefined)
    throw new Error(`there is no contract for ${cloud}`);
  const specification = { ...specificationOn(cloud, stack.name, runtime), ...changes };
  const offered = { ...description, capabilities: capabilitiesOf(description, runtime) };
  return brokenPromises({ evidence, specification, cloud: offered });
}
