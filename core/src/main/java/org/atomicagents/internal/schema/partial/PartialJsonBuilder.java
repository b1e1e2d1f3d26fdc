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

/** Builds an object or an array of Jackson's tree. */
final class PartialJsonBuilder extends PartialBuilder {
  private static final int INITIAL_CAPACITY = 8;

  private final boolean isObject;
  private final Function<String, TypeUse> slotsByName;
  private final Set<String> seenKeys = new HashSet<>();
  private String[] names = new String[INITIAL_CAPACITY];
  private JsonNode[] values = new JsonNode[INITIAL_CAPACITY];
  private int count;
  private @Nullable String openKey;
  private boolean isInvalid;
  private @Nullable PartialNode invalidChild;
  private boolean hasUnknownKeys;

  /**
   * Creates a builder of an object or an array.
   *
   * @param slotsByName the type of a property by its key; of an array, the type of its elements
   */
  PartialJsonBuilder(
      PartialBuilder parent,
      TypeUse slot,
      boolean isObject,
      Function<String, TypeUse> slotsByName) {
    super(parent, slot);
    this.isObject = isObject;
    this.slotsByName = slotsByName;
  }

  /** Returns the types of the properties of a record by their key. */
  static Function<String, TypeUse> slotsOf(RecordNode object) {
    return name -> {
      int index = object.indexOf(name);
      return index < 0 ? AnyNode.UNCONSTRAINED : object.components().get(index).slot();
    };
  }

  @Override
  void startProperty(String name, boolean lenient) {
    String resolvedKey =
        isObject && slot().unwrappedType() instanceof RecordNode record
            ? resolveKey(record, name, lenient)
            : name;
    hasUnknownKeys |= resolvedKey == null;
    if (invalidChild != null) {
      return;
    }
    openKey = resolvedKey != null && seenKeys.add(resolvedKey) ? resolvedKey : null;
    isInvalid |= resolvedKey != null && openKey == null;
  }

  /** Returns the property name for a key; null if the object does not have such a property. */
  private @Nullable String resolveKey(RecordNode record, String name, boolean lenient) {
    if (record.allowsAdditionalProperties() || record.component(name) != null) {
      return name;
    }
    int similarIndex = lenient ? record.indexOfSimilar(name) : -1;
    return similarIndex < 0 ? null : record.components().get(similarIndex).jsonName();
  }

  @Override
  @Nullable TypeUse nextType() {
    if (invalidChild != null || (isInvalid && !isObject)) {
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
  void addInvalid(@Nullable PartialNode partial) {
    isInvalid = true;
    invalidChild = partial;
    openKey = partial == null ? null : openKey;
  }

  @Override
  @Nullable Object complete() {
    boolean hasOnlyUnknownKeys = hasUnknownKeys && count == 0;
    return isInvalid || hasOnlyUnknownKeys || lacksRequiredProperty()
        ? INVALID
        : createSnapshot(null).value();
  }

  private boolean lacksRequiredProperty() {
    return isObject
        && slot().unwrappedType() instanceof RecordNode record
        && record.components().stream()
            .anyMatch(component ->
                !component.slot().isOptional() && !seenKeys.contains(component.jsonName()));
  }

  @Override
  PartialJson createSnapshot(@Nullable PartialNode child) {
    return new PartialJson(
        slot(), isObject, names, values, count, openKey, child == null ? invalidChild : child);
  }
}
