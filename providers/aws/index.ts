import type { CloudProvider, Components } from "../../components/provider";
import type { Specification } from "../../components/specification";

export declare function createProvider(specification: Specification): CloudProvider<Components>;
