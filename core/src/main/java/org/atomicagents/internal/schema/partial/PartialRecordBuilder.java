package org.atomicagents.internal.schema.partial;

import java.util.List;
import org.atomicagents.internal.schema.type.RecordLayout;
import org.atomicagents.internal.schema.type.RecordNode;
import org.atomicagents.internal.schema.type.TypeUse;
import org.atomicagents.internal.schema.type.UnionMemberNode;
import org.jspecify.annotations.Nullable;

/** A record that is being read. */
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
  private boolean invalid;
  private boolean hasOverrides;
  private boolean hasUnknownKeys;

  /**
   * A record at a place.
   *
   * @param branch what it is one of; null if of nothing
   */
  PartialRecordBuilder(
      PartialBuilder owner, TypeUse slot, RecordNode node, @Nullable UnionMemberNode branch) {
    super(owner, slot, node.isStreamedWhenDone(), node.streamNotNullIndexes().length > 0);
    this.node = node;
    this.streamNotNullIndexes = node.streamNotNullIndexes();
    this.branch = branch;
    int size = node.components().size();
    this.componentIndexes = new int[size];
    this.values = new @Nullable Object[size];
    this.seen = new boolean[size];
  }

  @Override
  void startProperty(String name, boolean lenient) {
    boolean isTag = branch != null && name.equals(branch.externalTagKey());
    int index = isTag ? NONE : node.indexOf(name);
    if (index == NONE && lenient && !isTag) {
      index = node.indexOfSimilar(name);
    }
    hasUnknownKeys |= index == NONE && !isTag;
    // Of a key that stands twice the second value is not read: the whole is wrong.
    invalid |= index != NONE && seen[index];
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
    hasOverrides |= value instanceof PartOverride;
    seen[openIndex] = true;
    values[count] = value;
    componentIndexes[count++] = openIndex;
    openIndex = NONE;
  }

  @Override
  void addInvalid(@Nullable PartialNode sofar) {
    invalid = true;
    if (sofar == null) {
      seen[openIndex] = true;
      openIndex = NONE;
    } else {
      add(new PartOverride.UndecodedPart(sofar));
    }
  }

  @Override
  @Nullable Object complete() {
    // Where only other keys came, they may hold what is missing here.
    if (invalid || (hasUnknownKeys && count == 0)) {
      return INVALID;
    }
    List<RecordLayout.RecordProperty> components = node.components();
    var arguments = new @Nullable Object[components.size()];
    for (int i = 0; i < seen.length; i++) {
      TypeUse place = components.get(i).slot();
      if (!seen[i] && !place.isOptional()) {
        return INVALID;
      }
      arguments[i] = seen[i] ? null : place.absentValue();
    }
    for (int i = 0; i < count; i++) {
      arguments[componentIndexes[i]] = PartOverride.value(values[i]);
    }
    Object built = node.build(arguments);
    if (built == null) {
      return INVALID;
    }
    Object held = slot().wrap(built);
    return !hasOverrides && node.preservesArguments(built, arguments)
        ? held
        : new PartOverride.ConvertedPart(held, createSnapshot(null));
  }

  @Override
  boolean lacksRequiredPart(boolean hasChild) {
    for (int each : streamNotNullIndexes) {
      if (!hasValue(each) && !(hasChild && openIndex == each)) {
        return true;
      }
    }
    return false;
  }

  private boolean hasValue(int component) {
    for (int i = 0; i < count; i++) {
      if (componentIndexes[i] == component) {
        // What broke was shown, and stays so.
        return values[i] instanceof PartOverride.UndecodedPart
            || PartOverride.value(values[i]) != null;
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
