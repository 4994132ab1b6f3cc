/** Names for the trace: the kernel carries a number, the artifact's STRINGS say what it means. */
export class Labels {
  private readonly ids = new Map<string, number>();

  /** @param enabled - Off, every label is 0 and nothing is kept. */
  constructor(private readonly enabled: boolean) {}

  idOf(label: string | undefined): number {
    if (!this.enabled || label === undefined) return 0;
    let id = this.ids.get(label);
    if (id === undefined) {
      id = this.ids.size + 1;
      this.ids.set(label, id);
    }
    return id;
  }

  entries(): ReadonlyMap<string, number> {
    return this.ids;
  }
}
