import { rules } from "../../../../localcloud/gcp";
import { describeTables } from "../tables";
import { catalog } from "./google";

describeTables("Google Cloud", rules, catalog);
