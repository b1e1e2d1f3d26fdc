package org.atomicagents.internal.schema.partial;

import java.util.List;
import org.atomicagents.internal.schema.type.RecordLayout;
import org.atomicagents.internal.schema.type.RecordNode;
import org.atomicagents.internal.schema.type.TypeUse;
import org.atomicagents.internal.schema.type.UnionMemberNode;
import org.jspecify.annotations.Nullable;

/** Builds a record. */
final class PartialRecordBuilder extends PartialBuilder {
  private static final int NONE = -1;

  private final RecordNode node;
  private final @Nullable UnionMemberNode branch;
  private final int[] streamNotNullIndexes;
  private final int[] componentIndexes;
  private final @Nullable Object[] values;
  private final boolean[] seen;
  private int count;
  private int openIndex = NONE;
  private boolean isInvalid;
  private boolean hasOverrides;
  private boolean hasUnknownKeys;

  /**
   * Creates a builder of a record.
   *
   * @param branch the union member that the record is; null if it is not part of a union
   */
  PartialRecordBuilder(
      PartialBuilder parent, TypeUse slot, RecordNode node, @Nullable UnionMemberNode branch) {
    super(parent, slot, node.isStreamedWhenDone(), node.streamNotNullIndexes().length > 0);
    this.node = node;
    this.streamNotNullIndexes = node.streamNotNullIndexes();
    this.branch = branch;
    int size = node.components().size();
    this.componentIndexes = new int[size];
    this.values = new @Nullable Object[size];
    this.seen = new boolean[size];
  }

  /** Returns whether the object has any key so far. */
  boolean hasKeys() {
    return count > 0 || hasUnknownKeys || isInvalid;
  }

  @Override
  void startProperty(String name, boolean lenient) {
    boolean isTag = branch != null && name.equals(branch.externalTagKey());
    int index = isTag ? NONE : node.indexOf(name);
    if (index == NONE && lenient && !isTag) {
      index = node.indexOfSimilar(name);
    }
    hasUnknownKeys |= index == NONE && !isTag;
    // A duplicate key makes the record invalid; its second value is skipped.
    isInvalid |= index != NONE && seen[index];
    openIndex = index == NONE || seen[index] ? NONE : index;
  }

  @Override
  @Nullable TypeUse nextType() {
    return openIndex == NONE ? null : node.components().get(openIndex).slot();
  }

  @Override
  String segment() {
    return node.components().get(openIndex).segment();
  }

  @Override
  void add(@Nullable Object value) {
    hasOverrides |= value instanceof DisplayedPart;
    seen[openIndex] = true;
    values[count] = value;
    componentIndexes[count++] = openIndex;
    openIndex = NONE;
  }

  @Override
  void addInvalid(@Nullable PartialNode partial) {
    isInvalid = true;
    if (partial == null) {
      seen[openIndex] = true;
      openIndex = NONE;
    } else {
      add(new DisplayedPart.UndecodedPart(partial));
    }
  }

  @Override
  @Nullable Object complete() {
    // With unknown keys only, the absent properties may be nested in their values.
    if (isInvalid || (hasUnknownKeys && count == 0)) {
      return INVALID;
    }
    List<RecordLayout.RecordProperty> components = node.components();
    var arguments = new @Nullable Object[components.size()];
    for (int i = 0; i < seen.length; i++) {
      TypeUse componentSlot = components.get(i).slot();
      if (!seen[i] && !componentSlot.isOptional()) {
        return INVALID;
      }
      arguments[i] = seen[i] ? null : componentSlot.absentValue();
    }
    for (int i = 0; i < count; i++) {
      arguments[componentIndexes[i]] = DisplayedPart.value(values[i]);
    }
    Object built = node.build(arguments);
    if (built == null) {
      return INVALID;
    }
    Object value = slot().wrap(built);
    return !hasOverrides && node.preservesArguments(built, arguments)
        ? value
        : new DisplayedPart.ConvertedPart(value, createSnapshot(null));
  }

  @Override
  boolean lacksRequiredPart(boolean hasChild) {
    for (int index : streamNotNullIndexes) {
      if (!hasValue(index) && !(hasChild && openIndex == index)) {
        return true;
      }
    }
    return false;
  }

  private boolean hasValue(int componentIndex) {
    for (int i = 0; i < count; i++) {
      if (componentIndexes[i] == componentIndex) {
        // The invalid part was visible, and stays so.
        return values[i] instanceof DisplayedPart.UndecodedPart
            || DisplayedPart.value(values[i]) != null;
      }
    }
    return false;
  }

  @Override
  PartialNode createSnapshot(@Nullable PartialNode child) {
    return new PartialRecord(
        slot(), node, branch, componentIndexes, values, count, openIndex, child);
  }
}
