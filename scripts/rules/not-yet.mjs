// Rules that no test names yet, with the reason. A rule that has a test must not be here.

const later = (reason, ...rules) => rules.map((rule) => ({ rule, reason }));

export const notYet = [
  ...later("WebSockets are not built.", "socket.states", "socket.close"),
  ...later(
    "Channels are not built.",
    ...["channel.two_phase", "channel.fifo", "channel.baton", "mpsc", "mpsc.drain"],
    ...["mpsc.closed_commit", "oneshot.once", "broadcast.lag", "watch.version", "watch.unseen"],
    ...["watch.shutdown", "session.reply"],
  ),
  ...later(
    "Locks are not built.",
    ...["mutex.fifo", "mutex.poison", "rwlock.batch", "semaphore.permits", "barrier.leader"],
    ...["notify.one", "once.retry", "pool.return"],
  ),
  ...later(
    "Supervision is not built.",
    ...["super.compile", "super.window", "super.phases", "name.lease", "link.exit", "monitor.down"],
    ...["mailbox.bound", "call.reply", "cast"],
  ),
];
