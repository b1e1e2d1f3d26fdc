package org.atomicagents.internal.schema.partial;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Function;
import org.atomicagents.internal.schema.decode.DecodeContext;
import org.atomicagents.internal.schema.type.AnyNode;
import org.atomicagents.internal.schema.type.RecordNode;
import org.atomicagents.internal.schema.type.TypeUse;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** An object or a list of Jackson's tree that is being read. */
final class PartialTreeBuilder extends PartialBuilder {
  private static final int INITIAL_CAPACITY = 8;

  private final boolean isObject;
  private final Function<String, TypeUse> slotsByName;
  private final Set<String> seen = new HashSet<>();
  private String[] names = new String[INITIAL_CAPACITY];
  private JsonNode[] values = new JsonNode[INITIAL_CAPACITY];
  private int count;
  private @Nullable String openKey;
  private boolean invalid;
  private @Nullable PartialNode invalidChild;
  private boolean hasUnknownKeys;

  /**
   * A part of a tree.
   *
   * @param slots what stands under a key; of a list, in it
   */
  PartialTreeBuilder(
      PartialBuilder owner, TypeUse slot, boolean isObject, Function<String, TypeUse> slots) {
    super(owner, slot);
    this.isObject = isObject;
    this.slotsByName = slots;
  }

  static Function<String, TypeUse> slotsOf(RecordNode object) {
    return name -> {
      int index = object.indexOf(name);
      return index < 0 ? AnyNode.UNCONSTRAINED : object.components().get(index).slot();
    };
  }

  @Override
  void startProperty(String name, boolean lenient) {
    String known =
        isObject && slot().unwrappedType() instanceof RecordNode record
            ? resolveKey(record, name, lenient)
            : name;
    hasUnknownKeys |= known == null;
    if (invalidChild != null) {
      return;
    }
    openKey = known != null && seen.add(known) ? known : null;
    invalid |= known != null && openKey == null;
  }

  /** The property that is meant; null if the object can't have it. */
  private @Nullable String resolveKey(RecordNode record, String name, boolean lenient) {
    if (record.allowsAdditionalProperties() || record.component(name) != null) {
      return name;
    }
    int similar = lenient ? record.indexOfSimilar(name) : -1;
    return similar < 0 ? null : record.components().get(similar).jsonName();
  }

  @Override
  @Nullable TypeUse nextType() {
    if (invalidChild != null || (invalid && !isObject)) {
      return null;
    }
    if (!isObject) {
      return slotsByName.apply("");
    }
    return openKey == null ? null : slotsByName.apply(openKey);
  }

  @Override
  String segment() {
    if (!isObject) {
      return "[" + count + "]";
    }
    return openKey == null ? "" : DecodeContext.pathSegment(openKey);
  }

  @Override
  void add(@Nullable Object value) {
    if (value instanceof JsonNode node) {
      if (count == values.length) {
        names = Arrays.copyOf(names, 2 * count);
        values = Arrays.copyOf(values, 2 * count);
      }
      names[count] = openKey == null ? "" : openKey;
      values[count++] = node;
    }
    openKey = null;
  }

  @Override
  void addInvalid(@Nullable PartialNode sofar) {
    invalid = true;
    invalidChild = sofar;
    openKey = sofar == null ? null : openKey;
  }

  @Override
  @Nullable Object complete() {
    boolean isAnother = hasUnknownKeys && count == 0;
    return invalid || isAnother || lacksRequiredProperty() ? INVALID : createSnapshot(null).value();
  }

  private boolean lacksRequiredProperty() {
    return isObject
        && slot().unwrappedType() instanceof RecordNode record
        && record.components().stream()
            .anyMatch(each -> !each.slot().isOptional() && !seen.contains(each.jsonName()));
  }

  @Override
  PartialTree createSnapshot(@Nullable PartialNode child) {
    return new PartialTree(
        slot(), isObject, names, values, count, openKey, child == null ? invalidChild : child);
  }
}
