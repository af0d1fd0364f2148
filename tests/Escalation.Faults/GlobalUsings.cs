global using System.Globalization;
global using Escalation.Faults.Checks;
global using Escalation.Faults.Execution;
global using Escalation.Faults.Schedule;
global using Escalation.Faults.World;
