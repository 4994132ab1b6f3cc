// The calls of channels and locks.
import * as callModel from "./model/call.mjs";
import * as channel from "./model/channel.mjs";
import * as lock from "./model/lock.mjs";
import * as object from "./model/object.mjs";
import * as receiver from "./model/receiver.mjs";
import {
  acquired,
  both,
  made,
  permit,
  pushedOut,
  sent,
  status,
  token,
  value,
  waits,
} from "./answers.mjs";

export const objectCalls = {
  channelOpen: both(
    made,
    "channelOpen",
    (w, c, [r]) => channel.openChannel(w, r, { ...c, type: channel.channelTypes[c.type] }),
    (c) => [c.type, c.capacity, c.label],
  ),
  channelAttach: both(status, "channelAttach", (w, c, [h]) => channel.attach(w, h)),
  channelDetach: both(status, "channelDetach", (w, c, [h]) => channel.detach(w, h)),
  channelClose: both(status, "channelClose", (w, c, [h]) => channel.closeChannel(w, h)),
  channelRelease: both(status, "channelRelease", (w, c, [h]) =>
    object.releaseObject(w, h, "channel"),
  ),
  channelReserve: both(
    permit,
    "channelReserve",
    (w, c, [t, h]) => channel.reservePlace(w, t, h, c),
    waits,
  ),
  channelCommit: both(
    pushedOut,
    "channelCommit",
    (w, c, [o, t]) => channel.commit(w, o, t, c.token),
    sent,
  ),
  channelReceive: both(
    token,
    "channelReceive",
    (w, c, [t, h]) => channel.receive(w, t, h, c),
    waits,
  ),
  channelBorrow: both(value, "channelBorrow", (w, c, [h]) => channel.borrow(w, h)),
  receiverOpen: both(made, "receiverOpen", (w, c, [r, h]) => receiver.openReceiver(w, r, h, c.key)),
  receiverRelease: both(status, "receiverRelease", (w, c, [v]) =>
    object.releaseObject(w, v, "receiver"),
  ),
  receiverReceive: both(
    token,
    "receiverReceive",
    (w, c, [t, v]) => receiver.receiveNext(w, t, v, c.mayWait),
    waits,
  ),
  receiverUpdate: both(value, "receiverUpdate", (w, c, [v]) => receiver.update(w, v)),
  receiverBorrow: both(value, "receiverBorrow", (w, c, [v]) => receiver.borrowThrough(w, v)),
  receiverIsClosed: both(value, "receiverIsClosed", (w, c, [v]) => receiver.isClosedFor(w, v)),
  channelCall: both(
    made,
    "channelCall",
    (w, c, [o, t]) => callModel.makeCall(w, o, t, c.token, c.key),
    sent,
  ),
  callAwait: both(token, "callAwait", (w, c, [t, l]) => callModel.awaitCall(w, t, l)),
  callReply: both(status, "callReply", (w, c, [o, t]) => callModel.reply(w, o, t, c.token), sent),
  callRelease: both(status, "callRelease", (w, c, [l]) => object.releaseObject(w, l, "call")),
  lockOpen: both(
    made,
    "lockOpen",
    (w, c, [r]) => lock.openLock(w, r, { ...c, type: lock.lockTypes[c.type] }),
    (c) => [c.type, c.units, c.label],
  ),
  lockAcquire: both(
    acquired,
    "lockAcquire",
    (w, c, [t, k]) => lock.acquire(w, t, k, c),
    ({ units, mayWait }) => [units, mayWait],
  ),
  lockSignal: both(
    status,
    "lockSignal",
    (w, c, [k]) => lock.signal(w, k, c.isAll),
    (c) => [c.isAll],
  ),
  poolAdd: both(status, "poolAdd", (w, c, [k]) => lock.addToPool(w, k, c.token), sent),
  lockHeal: both(status, "lockHeal", (w, c, [k]) => lock.heal(w, k)),
  lockClose: both(status, "lockClose", (w, c, [k]) => lock.closeLock(w, k)),
  lockRelease: both(status, "lockRelease", (w, c, [k]) => object.releaseObject(w, k, "lock")),
};
