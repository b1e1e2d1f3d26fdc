package org.atomicagents.internal.schema.partial;

import org.atomicagents.internal.schema.type.AnyNode;
import org.atomicagents.internal.schema.type.ListNode;
import org.atomicagents.internal.schema.type.MapNode;
import org.atomicagents.internal.schema.type.RecordNode;
import org.atomicagents.internal.schema.type.TypeUse;
import org.jspecify.annotations.Nullable;

/**
 * A partially received value under construction.
 *
 * <p>Parts are only appended and never changed, so that a snapshot is a reference to them and a
 * count. Confined to the parsing thread.
 */
abstract sealed class PartialBuilder
    permits PartialMapEntryBuilder,
        PartialJsonBuilder,
        PartialListBuilder,
        PartialMapBuilder,
        PartialRecordBuilder,
        PartialRootBuilder,
        PartialStringBuilder,
        PartialUnionBuilder {

  /** The result of {@link #complete} for a value that is not valid for its type. */
  static final Object INVALID = new Object();

  private final @Nullable PartialBuilder parent;
  private final TypeUse slot;
  private final boolean streamWhenDone;
  private final boolean alwaysVisible;

  /**
   * Creates a builder of a value.
   *
   * @param streamWhenDone whether the value becomes visible only when it is complete
   * @param mayLackRequiredPart whether {@link #lacksRequiredPart} can return true
   */
  PartialBuilder(
      @Nullable PartialBuilder owner,
      TypeUse slot,
      boolean streamWhenDone,
      boolean mayLackRequiredPart) {
    this.parent = owner;
    this.slot = slot;
    this.streamWhenDone = streamWhenDone || slot.isStreamedWhenDone();
    this.alwaysVisible =
        !this.streamWhenDone && !mayLackRequiredPart && (owner == null || owner.alwaysVisible);
  }

  PartialBuilder(@Nullable PartialBuilder owner, TypeUse slot) {
    this(owner, slot, false, false);
  }

  /** Returns whether neither this value nor any enclosing one is ever hidden. */
  final boolean isAlwaysVisible() {
    return alwaysVisible;
  }

  /** Returns a builder for a JSON object; null if the type is not written as an object. */
  static @Nullable PartialBuilder forObject(PartialBuilder owner, TypeUse slot) {
    return switch (slot.unwrappedType()) {
      case RecordNode record when record.isTree() ->
          new PartialJsonBuilder(owner, slot, true, PartialJsonBuilder.slotsOf(record));
      case RecordNode record -> new PartialRecordBuilder(owner, slot, record, null);
      case MapNode map when map.key().isJsonTree() ->
          new PartialJsonBuilder(owner, slot, true, name -> map.value());
      case MapNode map -> new PartialMapBuilder(owner, slot, map, false);
      case AnyNode ignored ->
          new PartialJsonBuilder(owner, slot, true, name -> AnyNode.UNCONSTRAINED);
      default -> null;
    };
  }

  /** Returns a builder for a JSON array; null if the type is not written as an array. */
  static @Nullable PartialBuilder forList(PartialBuilder owner, TypeUse slot) {
    return switch (slot.unwrappedType()) {
      case ListNode list when list.isTree() ->
          new PartialJsonBuilder(owner, slot, false, name -> list.item());
      case ListNode list -> new PartialListBuilder(owner, slot, list);
      case MapNode map when !map.key().isJsonTree() ->
          new PartialMapBuilder(owner, slot, map, true);
      case AnyNode ignored ->
          new PartialJsonBuilder(owner, slot, false, name -> AnyNode.UNCONSTRAINED);
      default -> null;
    };
  }

  final @Nullable PartialBuilder parent() {
    return parent;
  }

  final TypeUse slot() {
    return slot;
  }

  /** Starts a property; its value is the next part. */
  void startProperty(String name, boolean lenient) {
    throw new IllegalStateException("expected no key, found " + name);
  }

  /** Returns the type of the next part; null if the type does not have such a part. */
  abstract @Nullable TypeUse nextType();

  /** Returns the path segment of the next part. */
  abstract String segment();

  /** Adds the next part, which is complete. */
  abstract void add(@Nullable Object value);

  /**
   * Adds the next part, which is complete but not valid for its type.
   *
   * @param partial the visible part of it; null if there is none
   */
  abstract void addInvalid(@Nullable PartialNode partial);

  /** Returns the complete value in the form that its slot holds, or {@link #INVALID}. */
  abstract @Nullable Object complete();

  /** Returns whether the value is currently hidden. */
  final boolean isHidden(boolean hasChild) {
    return streamWhenDone || lacksRequiredPart(hasChild);
  }

  /** Returns whether a part is absent without which the value is hidden. */
  boolean lacksRequiredPart(boolean hasChild) {
    return false;
  }

  /**
   * Returns a snapshot of the value; null if it is hidden.
   *
   * @param child the snapshot of the part under construction; null if there is none
   */
  final @Nullable PartialNode snapshot(@Nullable PartialNode child) {
    return !alwaysVisible && isHidden(child != null) ? null : createSnapshot(child);
  }

  abstract @Nullable PartialNode createSnapshot(@Nullable PartialNode child);
}
