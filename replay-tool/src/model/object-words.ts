import {
  Annotation,
  CallState,
  CancelKind,
  ChannelType,
  ChildState,
  EventKind,
  LeaseState,
  LockState,
  LockType,
  Outcome,
  SupervisorState,
} from "@asupersync/browser-core";
import { inWords, kindName, nameOf } from "./names.js";

type Named = (otherwise: string) => string;
/** `who` is the other entity that the event names, if it names one. */
type Tell = (a: number, b: number, who: Named) => string;

const word = (values: Readonly<Record<string, number>>, value: number): string =>
  inWords(nameOf(values, value));

const steps =
  (states: Readonly<Record<string, number>>): Tell =>
  (a, b) =>
    `${word(states, a)} → ${word(states, b)}`;

const units = (count: number): string => (count === 1 ? "one unit" : `${count} units`);

/** What happens to channels, locks and supervised children, in words that follow their name. */
export const objectTellings: Readonly<Record<number, Tell>> = {
  [EventKind.ChannelOpened]: (a) => `opens: ${word(ChannelType, a)}`,
  [EventKind.ChannelClosed]: (_a, b) => `is closed, ${b} queued`,
  [EventKind.ChannelReserved]: (_a, _b, who) => `gives a permit to ${who("a task")}`,
  [EventKind.ChannelCommitted]: (_a, b) => `takes token ${b}`,
  [EventKind.ChannelReceived]: (a, _b, who) => `hands token ${a} to ${who("a task")}`,
  [EventKind.ChannelEvicted]: (a) => `pushes token ${a} out`,
  [EventKind.ChannelReturned]: (_a, b) => `gives token ${b} back: nobody can receive it`,
  [EventKind.ReceiverLagged]: (_a, b) => `missed ${b}`,
  [EventKind.ReceiverOpened]: (_a, _b, who) => `listens to ${who("a channel")}`,
  [EventKind.ReceiverSeen]: (_a, b) => `has seen version ${b}`,
  [EventKind.ReceiverClosed]: (_a, _b, who) => `no longer listens to ${who("a channel")}`,
  [EventKind.CallStep]: (a) => `is ${word(CallState, a)}`,
  [EventKind.Granted]: (_a, b, who) => `sets ${units(b)} aside for ${who("a task")}`,
  [EventKind.GrantReturned]: (_a, b, who) => `has ${units(b)} back, which ${who("a task")} left`,
  [EventKind.LockOpened]: (a) => `opens: ${word(LockType, a)}`,
  [EventKind.LockStep]: steps(LockState),
  [EventKind.LockAcquired]: (_a, _b, who) => `is acquired by ${who("a task")}`,
  [EventKind.LockReleased]: (_a, b) => `has ${units(b)} back`,
  [EventKind.ObjectReleased]: (a) => `is gone from memory (${kindName(a, 0)})`,
  [EventKind.Annotated]: (a, b) => `note: ${word(Annotation, a)} ${b}`,
  [EventKind.CancelReason]: (a, _b, who) => `the reason came from ${who("outside")}, label ${a}`,
  [EventKind.ObjectOpened]: (_a, _b, who) => `belongs to ${who("a region")}`,
  [EventKind.ObligationBound]: (_a, _b, who) => `is about ${who("an object")}`,
  [EventKind.TaskOwned]: (_a, _b, who) => `is a second operation of ${who("a task")}`,
  [EventKind.SupervisorConstructed]: () => "is constructed",
  [EventKind.SupervisorStep]: steps(SupervisorState),
  [EventKind.SupervisorRestarting]: (_a, b, who) =>
    `restarts after ${who("a child")} failed, in ${b / 1000} ms`,
  [EventKind.SupervisorEscalated]: (_a, b, who) =>
    `fails, since ${who("a child")} ended ${word(Outcome, b)}`,
  [EventKind.ChildAdded]: (_a, _b, who) => `is a child of ${who("a supervisor")}`,
  [EventKind.ChildDepends]: (a) => `depends on label ${a}`,
  [EventKind.ChildStep]: steps(ChildState),
  [EventKind.ChildStarted]: (_a, _b, who) => `starts in ${who("a region")}`,
  [EventKind.ChildRefused]: (a) => `could not start: status -${a}`,
  [EventKind.ChildEnded]: (_a, b) => `ended ${word(Outcome, b)}`,
  [EventKind.ChildPersisted]: (a) => (a === 1 ? "took too long to persist" : "has persisted"),
  [EventKind.NameReserved]: (a) => `reserves the name of label ${a}`,
  [EventKind.LeaseStep]: steps(LeaseState),
  [EventKind.Linked]: (_a, _b, who) => `links ${who("two tasks")}`,
  [EventKind.Unlinked]: () => "is undone",
  [EventKind.LinkBroken]: (_a, b, who) => `breaks: ${who("a task")} ended ${word(Outcome, b)}`,
  [EventKind.LinkExit]: (_a, _b, who) =>
    `cancels ${who("the other")}: ${nameOf(CancelKind, CancelKind.LinkedExit)}`,
  [EventKind.MonitorOpened]: (_a, _b, who) => `watches for ${who("a task")}`,
  [EventKind.MonitorDown]: (_a, b, who) => `${who("a task")} is down: ${word(Outcome, b)}`,
  [EventKind.MonitorTaken]: (_a, b) => `is told of it: ${word(Outcome, b)}`,
  [EventKind.MonitorReleased]: () => "is let go",
};
