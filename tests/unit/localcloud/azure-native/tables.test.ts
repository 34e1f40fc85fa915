import { rules } from "../../../../localcloud/azure-native";
import { describeTables } from "../tables";
import { catalog } from "./azure";

describeTables("Azure", rules, catalog);
