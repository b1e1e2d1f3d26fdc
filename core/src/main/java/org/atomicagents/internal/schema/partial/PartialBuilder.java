package org.atomicagents.internal.schema.partial;

import org.atomicagents.internal.schema.type.AnyNode;
import org.atomicagents.internal.schema.type.ListNode;
import org.atomicagents.internal.schema.type.MapNode;
import org.atomicagents.internal.schema.type.RecordNode;
import org.atomicagents.internal.schema.type.TypeUse;
import org.jspecify.annotations.Nullable;

/**
 * A value that is being read; what has come of it is added, and never changed.
 *
 * <p>So what stands in it at one moment is told by a count, and what is frozen shares it. Confined
 * to the thread that reads.
 */
abstract sealed class PartialBuilder
    permits PartialMapEntryBuilder,
        PartialTreeBuilder,
        PartialListBuilder,
        PartialMapBuilder,
        PartialRecordBuilder,
        PartialRootBuilder,
        PartialStringBuilder,
        PartialUnionBuilder {

  /** Stands for a value that came to its end without being of its type. */
  static final Object INVALID = new Object();

  private final @Nullable PartialBuilder parent;
  private final TypeUse slot;
  private final boolean streamWhenDone;
  private final boolean alwaysVisible;

  /**
   * A value at a place.
   *
   * @param whenDone whether it is shown only once it is whole
   * @param mayLack whether there may be something {@linkplain #lacksRequiredPart missing}
   */
  PartialBuilder(@Nullable PartialBuilder owner, TypeUse slot, boolean whenDone, boolean mayLack) {
    this.parent = owner;
    this.slot = slot;
    this.streamWhenDone = whenDone || slot.isStreamedWhenDone();
    this.alwaysVisible = !this.streamWhenDone && !mayLack && (owner == null || owner.alwaysVisible);
  }

  PartialBuilder(@Nullable PartialBuilder owner, TypeUse slot) {
    this(owner, slot, false, false);
  }

  /** Whether nothing of it is ever kept back, whatever it is in. */
  final boolean isAlwaysVisible() {
    return alwaysVisible;
  }

  /** What begins with a brace at this place; null if nothing of its type does. */
  static @Nullable PartialBuilder forObject(PartialBuilder owner, TypeUse slot) {
    return switch (slot.unwrappedType()) {
      case RecordNode record when record.isTree() ->
          new PartialTreeBuilder(owner, slot, true, PartialTreeBuilder.slotsOf(record));
      case RecordNode record -> new PartialRecordBuilder(owner, slot, record, null);
      case MapNode map when map.key().isJsonTree() ->
          new PartialTreeBuilder(owner, slot, true, name -> map.value());
      case MapNode map -> new PartialMapBuilder(owner, slot, map, false);
      case AnyNode ignored ->
          new PartialTreeBuilder(owner, slot, true, name -> AnyNode.UNCONSTRAINED);
      default -> null;
    };
  }

  /** What begins with a bracket at this place; null if nothing of its type does. */
  static @Nullable PartialBuilder forList(PartialBuilder owner, TypeUse slot) {
    return switch (slot.unwrappedType()) {
      case ListNode list when list.kind() == ListNode.Kind.JSON ->
          new PartialTreeBuilder(owner, slot, false, name -> list.item());
      case ListNode list -> new PartialListBuilder(owner, slot, list);
      case MapNode map when !map.key().isJsonTree() ->
          new PartialMapBuilder(owner, slot, map, true);
      case AnyNode ignored ->
          new PartialTreeBuilder(owner, slot, false, name -> AnyNode.UNCONSTRAINED);
      default -> null;
    };
  }

  final @Nullable PartialBuilder parent() {
    return parent;
  }

  final TypeUse slot() {
    return slot;
  }

  /** The key of what comes next; only objects have them. */
  void startProperty(String name, boolean lenient) {
    throw new IllegalStateException("expected no key, found " + name);
  }

  /** The place of the value that comes next; null if the type has none for it. */
  abstract @Nullable TypeUse nextType();

  /** The part of a path that leads to what comes next. */
  abstract String segment();

  /** What came next is whole. */
  abstract void add(@Nullable Object value);

  /**
   * What came next has ended, and isn't of its type.
   *
   * @param sofar what could be read of it; null if nothing
   */
  abstract void addInvalid(@Nullable PartialNode sofar);

  /** The whole value, with its place around it, or {@link #INVALID}. */
  abstract @Nullable Object complete();

  /** Whether it is kept back as it is now. */
  final boolean isHidden(boolean hasChild) {
    return streamWhenDone || lacksRequiredPart(hasChild);
  }

  /** Whether something is missing without which nothing of it is shown. */
  boolean lacksRequiredPart(boolean hasChild) {
    return false;
  }

  /**
   * What there is of it at this moment; null if nothing is to be seen.
   *
   * @param child what there is of the value within it that is being read
   */
  final @Nullable PartialNode snapshot(@Nullable PartialNode child) {
    return !alwaysVisible && isHidden(child != null) ? null : createSnapshot(child);
  }

  abstract @Nullable PartialNode createSnapshot(@Nullable PartialNode child);
}
