package org.atomicagents.schema;

import org.jspecify.annotations.Nullable;

/**
 * A value that is being read; what has come of it is added, and never changed.
 *
 * <p>So what stands in it at one moment is told by a count, and what is frozen shares it. Confined
 * to the thread that reads.
 */
abstract sealed class Growing
    permits GrowingEntry,
        GrowingJson,
        GrowingList,
        GrowingMap,
        GrowingRecord,
        GrowingRoot,
        GrowingText,
        GrowingUnion {

  /** Stands for a value that came to its end without being of its type. */
  static final Object BROKEN = new Object();

  private final @Nullable Growing owner;
  private final Slot slot;
  private final boolean whenDone;
  private final boolean shown;

  /**
   * A value at a place.
   *
   * @param whenDone whether it is shown only once it is whole
   * @param mayLack whether there may be something {@linkplain #lacks missing}
   */
  Growing(@Nullable Growing owner, Slot slot, boolean whenDone, boolean mayLack) {
    this.owner = owner;
    this.slot = slot;
    this.whenDone = whenDone || slot.isShownWhenDone();
    this.shown = !this.whenDone && !mayLack && (owner == null || owner.shown);
  }

  Growing(@Nullable Growing owner, Slot slot) {
    this(owner, slot, false, false);
  }

  /** Whether nothing of it is ever kept back, whatever it is in. */
  final boolean isShown() {
    return shown;
  }

  /** What begins with a brace at this place; null if nothing of its type does. */
  static @Nullable Growing object(Growing owner, Slot slot) {
    return switch (slot.core()) {
      case RecordNode record when record.isTree() ->
          new GrowingJson(owner, slot, true, GrowingJson.slotsOf(record));
      case RecordNode record -> new GrowingRecord(owner, slot, record, null);
      case MapNode map when map.key().inTree() ->
          new GrowingJson(owner, slot, true, name -> map.value());
      case MapNode map -> new GrowingMap(owner, slot, map, false);
      case AnyNode ignored -> new GrowingJson(owner, slot, true, name -> AnyNode.ANYWHERE);
      default -> null;
    };
  }

  /** What begins with a bracket at this place; null if nothing of its type does. */
  static @Nullable Growing list(Growing owner, Slot slot) {
    return switch (slot.core()) {
      case ListNode list when list.kind() == ListNode.Kind.JSON ->
          new GrowingJson(owner, slot, false, name -> list.item());
      case ListNode list -> new GrowingList(owner, slot, list);
      case MapNode map when !map.key().inTree() -> new GrowingMap(owner, slot, map, true);
      case AnyNode ignored -> new GrowingJson(owner, slot, false, name -> AnyNode.ANYWHERE);
      default -> null;
    };
  }

  final @Nullable Growing owner() {
    return owner;
  }

  final Slot slot() {
    return slot;
  }

  /** The key of what comes next; only objects have them. */
  void key(String name, boolean lenient) {
    throw new IllegalStateException("expected no key, found " + name);
  }

  /** The place of the value that comes next; null if the type has none for it. */
  abstract @Nullable Slot next();

  /** The part of a path that leads to what comes next. */
  abstract String segment();

  /** What came next is whole. */
  abstract void add(@Nullable Object value);

  /**
   * What came next has ended, and isn't of its type.
   *
   * @param sofar what could be read of it; null if nothing
   */
  abstract void addBroken(@Nullable Grown sofar);

  /** The whole value, with its place around it, or {@link #BROKEN}. */
  abstract @Nullable Object whole();

  /** Whether it is kept back as it is now. */
  final boolean hides(boolean hasChild) {
    return whenDone || lacks(hasChild);
  }

  /** Whether something is missing without which nothing of it is shown. */
  boolean lacks(boolean hasChild) {
    return false;
  }

  /**
   * What there is of it at this moment; null if nothing is to be seen.
   *
   * @param child what there is of the value within it that is being read
   */
  final @Nullable Grown freeze(@Nullable Grown child) {
    return !shown && hides(child != null) ? null : frozen(child);
  }

  abstract @Nullable Grown frozen(@Nullable Grown child);
}
