import { rules } from "../../../../localcloud/kubernetes";
import { describeTables } from "../tables";
import { catalog } from "./cluster";

describeTables("Kubernetes", rules, catalog);
