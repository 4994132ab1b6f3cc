import { shuffled } from "../fixtures/latencies.ts";
import { expect, test } from "../fixtures/typeahead.ts";

test.use({ demoOptions: { latencyOf: shuffled(11) } });

// What a visitor notices as a hitch. Longer tasks than that are ours; frames may also be late
// because the machine has other things to do, so of those only their coming is looked at.
const taskMsMax = 200;

interface Watched {
  readonly taskMs: number[];
  frameCount: number;
}

test("frames and keys keep coming while requests come and go", async ({ typeahead }) => {
  const { page } = typeahead;
  await typeahead.showOnly("Asupersync");
  await typeahead.box.focus();
  await page.evaluate(() => {
    const watched: Watched = { taskMs: [], frameCount: 0 };
    const observer = new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) watched.taskMs.push(duration);
    });
    observer.observe({ type: "longtask" });
    const tick = () => {
      watched.frameCount += 1;
      requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
    Object.assign(window, { watched });
  });

  for (const word of ["scheduler", "capsule", "outcome"]) {
    await typeahead.type(word, 15);
    await expect(typeahead.box).toHaveValue(word);
    await typeahead.expectAnswer("ours", word);
    await page.keyboard.press("Escape");
  }
  const { taskMs, frameCount } = await page.evaluate(
    () => (window as unknown as { watched: Watched }).watched,
  );
  expect(frameCount).toBeGreaterThan(30);
  expect(Math.max(0, ...taskMs)).toBeLessThan(taskMsMax);
});
