import type { Cloud } from "../components/cloud";
import type { Specification } from "../components/specification";

export declare function load(clouds: Readonly<Record<string, Cloud>>): Specification;
