package org.atomicagents.schema;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** An object or a list of Jackson's tree that is being read. */
final class GrowingJson extends Growing {
  private static final int FEW = 8;

  private final boolean isObject;
  private final Function<String, Slot> slots;
  private final Set<String> seen = new HashSet<>();
  private String[] names = new String[FEW];
  private JsonNode[] values = new JsonNode[FEW];
  private int count;
  private @Nullable String open;
  private boolean broken;
  private @Nullable Grown rest;
  private boolean hasOthers;

  /**
   * A part of a tree.
   *
   * @param slots what stands under a key; of a list, in it
   */
  GrowingJson(Growing owner, Slot slot, boolean isObject, Function<String, Slot> slots) {
    super(owner, slot);
    this.isObject = isObject;
    this.slots = slots;
  }

  static Function<String, Slot> slotsOf(RecordNode object) {
    return name -> {
      int index = object.indexOf(name);
      return index < 0 ? AnyNode.ANYWHERE : object.components().get(index).slot();
    };
  }

  @Override
  void key(String name, boolean lenient) {
    String known =
        isObject && slot().core() instanceof RecordNode record
            ? property(record, name, lenient)
            : name;
    hasOthers |= known == null;
    if (rest != null) {
      return;
    }
    open = known != null && seen.add(known) ? known : null;
    broken |= known != null && open == null;
  }

  /** The property that is meant; null if the object can't have it. */
  private @Nullable String property(RecordNode record, String name, boolean lenient) {
    if (record.isOpen() || record.component(name) != null) {
      return name;
    }
    int similar = lenient ? record.similar(name) : -1;
    return similar < 0 ? null : record.components().get(similar).jsonName();
  }

  @Override
  @Nullable Slot next() {
    if (rest != null || (broken && !isObject)) {
      return null;
    }
    if (!isObject) {
      return slots.apply("");
    }
    return open == null ? null : slots.apply(open);
  }

  @Override
  String segment() {
    if (!isObject) {
      return "[" + count + "]";
    }
    return open == null ? "" : Decoding.segment(open);
  }

  @Override
  void add(@Nullable Object value) {
    if (value instanceof JsonNode node) {
      if (count == values.length) {
        names = Arrays.copyOf(names, 2 * count);
        values = Arrays.copyOf(values, 2 * count);
      }
      names[count] = open == null ? "" : open;
      values[count++] = node;
    }
    open = null;
  }

  @Override
  void addBroken(@Nullable Grown sofar) {
    broken = true;
    rest = sofar;
    open = sofar == null ? null : open;
  }

  @Override
  @Nullable Object whole() {
    boolean isAnother = hasOthers && count == 0;
    return broken || isAnother || lacksComponent() ? BROKEN : frozen(null).value();
  }

  private boolean lacksComponent() {
    return isObject
        && slot().core() instanceof RecordNode record
        && record.components().stream()
            .anyMatch(each -> !each.slot().isOptional() && !seen.contains(each.jsonName()));
  }

  @Override
  GrownJson frozen(@Nullable Grown child) {
    return new GrownJson(
        slot(), isObject, names, values, count, open, child == null ? rest : child);
  }
}
