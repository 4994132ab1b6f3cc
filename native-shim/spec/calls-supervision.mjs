// The calls of names, links, monitors and supervisors.
import * as child from "./model/child.mjs";
import * as link from "./model/link.mjs";
import * as monitor from "./model/monitor.mjs";
import * as name from "./model/name.mjs";
import * as plan from "./model/plan.mjs";
import * as supervisor from "./model/supervisor.mjs";
import { both, label, made, status, told, value, waits } from "./answers.mjs";

export const supervisionCalls = {
  nameReserve: both(
    made,
    "nameReserve",
    (w, c, [t]) => name.reserveName(w, t, c.name, c.key),
    (c) => [c.name],
  ),
  nameActivate: both(status, "nameActivate", (w, c, [o, t]) => name.activateName(w, o, t)),
  taskLink: both(status, "taskLink", (w, c, [a, b]) => link.makeLink(w, a, b)),
  taskUnlink: both(status, "taskUnlink", (w, c, [a, b]) => link.unlink(w, a, b)),
  monitorOpen: both(
    made,
    "monitorOpen",
    (w, c, [t, target]) => monitor.openMonitor(w, t, target, c.label),
    label,
  ),
  monitorReceive: both(
    told,
    "monitorReceive",
    (w, c, [t]) => monitor.receiveDown(w, t, c.mayWait),
    waits,
  ),
  monitorRelease: both(status, "monitorRelease", (w, c, [m]) => monitor.releaseMonitor(w, m)),
  supervisorOpen: both(
    made,
    "supervisorOpen",
    (w, c, [r]) =>
      supervisor.openSupervisor(w, r, {
        strategy: c.strategy,
        inside: (c.flags & 8) !== 0,
        isValid: (c.flags & ~8) === 0,
        label: c.label,
      }),
    (c) => [c.strategy, c.flags, c.label],
  ),
  supervisorAdd: both(
    made,
    "supervisorAdd",
    (w, c, [s]) => plan.addChild(w, s, c),
    (c) => [c.name, c.policy, c.flags],
  ),
  childDepend: both(
    status,
    "childDepend",
    (w, c, [d]) => plan.depend(w, d, c.name),
    (c) => [c.name],
  ),
  supervisorIntensity: both(
    status,
    "supervisorIntensity",
    (w, c, [s]) => plan.setIntensity(w, s, c.restarts, c.window),
    (c) => [c.restarts, c.window],
  ),
  supervisorBackoff: both(
    status,
    "supervisorBackoff",
    (w, c, [s]) => plan.setBackoff(w, s, c.least, c.most),
    (c) => [c.least, c.most],
  ),
  supervisorCompile: both(status, "supervisorCompile", (w, c, [s]) => plan.compile(w, s)),
  planCulprit: both(
    value,
    "planCulprit",
    (w, c, [s]) => plan.culprit(w, s, c.index),
    (c) => [c.index],
  ),
  supervisorStart: both(status, "supervisorStart", (w, c, [s]) => supervisor.startSupervisor(w, s)),
  supervisorStop: both(status, "supervisorStop", (w, c, [s]) => supervisor.stopSupervisor(w, s)),
  childPersisted: both(status, "childPersisted", (w, c, [d]) => child.persisted(w, d)),
};
