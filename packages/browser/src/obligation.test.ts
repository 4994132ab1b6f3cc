import { Counter } from "@asupersync/browser-core";
import { describe, expect, it } from "vitest";
import type { Obligation } from "./obligation.js";
import { errorOf, inBothForms, open, valueOf } from "./tests/open.js";

describe("cx.obligation", () => {
  it("is resolved once: committed or aborted (obligation.states)", async () => {
    const { runtime, kinds } = await open();
    const outcome = await runtime.run((cx) => {
      const lease = cx.obligation("Lease", "a row");
      expect(lease.isResolved).toBe(false);
      lease.commit();
      expect(lease.isResolved).toBe(true);
      const ack = cx.obligation("Ack");
      ack.abort();
      for (const again of [
        () => {
          lease.commit();
        },
        () => {
          lease.abort();
        },
        () => {
          ack.commit();
        },
      ]) {
        expect(again).toThrow(expect.objectContaining({ code: "stale-handle" }) as Error);
      }
    });
    expect(outcome.kind).toBe("ok");
    expect(kinds()).toEqual([]);
  });

  inBothForms<never>(
    "is aborted at the end of a using block without a commit",
    {
      async: async (cx) => {
        using _permit = cx.obligation("SendPermit");
        await cx.sleep(1);
        throw new Error("on the way");
      },
      *generator(cx) {
        using _permit = cx.obligation("SendPermit");
        yield* cx.sleep(1);
        throw new Error("on the way");
      },
    },
    async (body) => {
      const { runtime, kinds } = await open();
      expect(errorOf(await runtime.run(body)).message).toBe("on the way");
      expect(kinds()).toEqual([]);
      expect(runtime.kernel.counter(Counter.ObligationsLive)).toBe(0);
    },
  );

  it("stays committed when its using block ends", async () => {
    const { runtime } = await open();
    const outcome = await runtime.run((cx) => {
      using lease = cx.obligation("Transaction");
      lease.commit();
    });
    expect(outcome.kind).toBe("ok");
  });

  it("is reported and aborted when its task ends with it, and the scope closes (obligation.leak)", async () => {
    const { runtime, reports } = await open();
    const outcome = await runtime.run((cx) => void cx.obligation("Lease", "a row"), {
      label: "page",
    });
    expect(outcome.kind).toBe("ok");
    expect(reports.map(({ kind, path }) => [kind, path])).toEqual([
      ["obligation-leaked", "page/page#1"],
    ]);
    expect(runtime.kernel.counter(Counter.ObligationsLive)).toBe(0);
  });

  it("belongs to whom it was transferred, and to nobody else (obligation.holder)", async () => {
    const { runtime, kinds } = await open();
    const outcome = await runtime.run(async (cx) => {
      const lease: Obligation = cx.obligation("Lease");
      const heir = cx.spawn(async (own) => {
        await own.sleep(5);
        lease.commit();
        return "committed";
      });
      lease.transfer(heir);
      await cx.sleep(1);
      return await heir;
    });
    expect(valueOf(outcome)).toBe("committed");
    expect(kinds()).toEqual([]);
  });

  it("is not transferred into another runtime", async () => {
    const [here, there] = [await open(), await open()];
    const foreign = there.runtime.createScope().spawn((cx) => cx.sleep(Infinity));
    const outcome = await here.runtime.run((cx) => {
      using lease = cx.obligation("Lease");
      lease.transfer(foreign);
    });
    expect(errorOf(outcome)).toMatchObject({ code: "stale-handle" });
  });

  it("keeps its scope from closing until it is resolved (region.close_complete)", async () => {
    const { runtime } = await open({ mode: "live" });
    const scope = runtime.createScope({ limits: { obligations: 1 } });
    const task = scope.spawn((cx) => {
      cx.obligation("Lease").commit();
      const second = cx.obligation("Lease");
      expect(() => cx.obligation("Lease")).toThrow(
        expect.objectContaining({ code: "limit" }) as Error,
      );
      second.abort();
      return "done";
    });
    expect(await task).toBe("done");
  });
});
