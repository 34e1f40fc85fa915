import { prefixLength } from "../cidr";
import { amount, at, isRecord, record, refuse, text, texts } from "../reading";
import type { Check, Problem, ResourceRules, World } from "../rules";
import { customerKeyProblems } from "./customer-key";
import { pairedRegion } from "./paired-regions";
import { parameterProblem, parameters, readOnlyParameters } from "./postgresql-parameters";
import { inGroup, locationOf } from "./resource-id";
import { types } from "./types";
