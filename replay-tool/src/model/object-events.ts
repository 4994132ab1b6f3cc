import { EventKind, Kind } from "@asupersync/browser-core";

const between = (kind: number, first: number, last: number): boolean =>
  kind >= first && kind <= last;

/** What an event of this kind happens to, if that is not a task, a region or what they hold. */
export function objectKind(kind: number): number | undefined {
  if (between(kind, EventKind.ReceiverLagged, EventKind.ReceiverClosed)) return Kind.Receiver;
  if (between(kind, EventKind.ChannelOpened, EventKind.ChannelReturned)) return Kind.Channel;
  if (between(kind, EventKind.LockOpened, EventKind.LockReleased)) return Kind.Lock;
  if (kind === EventKind.CallStep) return Kind.Call;
  if (between(kind, EventKind.SupervisorConstructed, EventKind.SupervisorEscalated)) {
    return Kind.Supervisor;
  }
  if (between(kind, EventKind.ChildAdded, EventKind.ChildPersisted)) return Kind.Child;
  if (between(kind, EventKind.Linked, EventKind.LinkExit)) return Kind.Link;
  if (between(kind, EventKind.MonitorOpened, EventKind.MonitorReleased)) return Kind.Monitor;
  const ofAny = kind === EventKind.Granted || kind === EventKind.GrantReturned;
  if (between(kind, EventKind.NameReserved, EventKind.LeaseStep)) return Kind.Obligation;
  return ofAny || kind === EventKind.ObjectReleased ? Kind.Channel : undefined;
}

/** Kinds of events whose `a`, or whose `b`, is the slot of somebody else. */
export const namesInA = [
  EventKind.ReceiverLagged,
  EventKind.ReceiverOpened,
  EventKind.ReceiverClosed,
  EventKind.Granted,
  EventKind.GrantReturned,
  EventKind.ObligationBound,
  EventKind.TaskOwned,
  EventKind.SupervisorRestarting,
  EventKind.SupervisorEscalated,
  EventKind.ChildAdded,
  EventKind.ChildStarted,
  EventKind.ChildEnded,
  EventKind.Linked,
  EventKind.LinkBroken,
  EventKind.LinkExit,
  EventKind.MonitorOpened,
  EventKind.MonitorDown,
];
export const namesInB = [
  EventKind.ChannelReserved,
  EventKind.ChannelReceived,
  EventKind.LockAcquired,
  EventKind.ObjectOpened,
  EventKind.CancelReason,
];
