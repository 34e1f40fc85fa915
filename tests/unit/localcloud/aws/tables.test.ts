import { rules } from "../../../../localcloud/aws";
import { describeTables } from "../tables";
import { catalog } from "./aws";

describeTables("AWS", rules, catalog);
