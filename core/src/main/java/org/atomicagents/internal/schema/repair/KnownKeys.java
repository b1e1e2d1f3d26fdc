package org.atomicagents.internal.schema.repair;

import java.util.List;
import org.atomicagents.internal.json.lenient.LenientValue;
import org.atomicagents.internal.json.lenient.LenientValue.ArrayValue;
import org.atomicagents.internal.json.lenient.LenientValue.ObjectValue;
import org.atomicagents.internal.json.lenient.LenientValue.Property;
import org.atomicagents.internal.schema.type.AnyNode;
import org.atomicagents.internal.schema.type.EnumNode;
import org.atomicagents.internal.schema.type.ListNode;
import org.atomicagents.internal.schema.type.MapNode;
import org.atomicagents.internal.schema.type.OptionalNode;
import org.atomicagents.internal.schema.type.RecordLayout;
import org.atomicagents.internal.schema.type.RecordNode;
import org.atomicagents.internal.schema.type.RootWrapper;
import org.atomicagents.internal.schema.type.ScalarNode;
import org.atomicagents.internal.schema.type.TypeNode;
import org.atomicagents.internal.schema.type.UnionMemberNode;
import org.atomicagents.internal.schema.type.UnionNode;

/** The keys of a type that a value has, in its first levels; the strongest evidence first. */
enum KnownKeys {
  /** A key that every value of the type has. */
  REQUIRED,
  OPTIONAL,
  NONE;

  private static final int MAX_DEPTH = 4;
  private static final int MAX_PARTS = 10;

  /** Returns the keys of the type in a value, which can be wrapped, or can lack its wrapper. */
  static KnownKeys of(TypeNode type, LenientValue value) {
    return of(type, value, MAX_DEPTH);
  }

  private static KnownKeys of(TypeNode type, LenientValue value, int depth) {
    if (depth == 0) {
      return NONE;
    }
    return switch (type) {
      case RecordNode record -> ofRecord(record, value, depth);
      case UnionMemberNode branch -> ofRecord(branch.record(), value, depth);
      case UnionNode union -> ofUnion(union, value, depth);
      case OptionalNode optional -> of(optional.content().type(), value, depth);
      case ListNode list ->
          value instanceof ArrayValue
              ? ofParts(list.item().type(), value, depth)
              : of(list.item().type(), value, depth);
      case MapNode map -> ofParts(map.value().type(), value, depth);
      case AnyNode ignored -> NONE;
      case EnumNode ignored -> NONE;
      case ScalarNode ignored -> NONE;
    };
  }

  private static KnownKeys ofRecord(RecordNode record, LenientValue value, int depth) {
    KnownKeys keys = NONE;
    if (value instanceof ObjectValue object) {
      PropertyMatch match = PropertyMatch.of(record, object, null);
      for (RecordLayout.RecordProperty component : record.components()) {
        if (!match.matches(component.jsonName()).isEmpty()) {
          keys = min(keys, component.slot().isOptional() ? OPTIONAL : REQUIRED);
        }
      }
    }
    if (keys == NONE && RootWrapper.isWrapper(record)) {
      keys = of(record.components().getFirst().slot().type(), value, depth - 1);
    }
    return keys == NONE ? ofParts(record, value, depth) : keys;
  }

  private static KnownKeys ofUnion(UnionNode union, LenientValue value, int depth) {
    KnownKeys keys = NONE;
    if (union.discriminator() != null
        && value instanceof ObjectValue object
        && UnionRepairer.findTag(union.discriminator(), object) != null) {
      return REQUIRED;
    }
    for (UnionMemberNode branch : union.branches()) {
      keys = min(keys, ofRecord(branch.record(), value, depth));
    }
    return keys;
  }

  /** Returns the keys of the type in the parts of a value, which may be a wrapper. */
  private static KnownKeys ofParts(TypeNode type, LenientValue value, int depth) {
    List<LenientValue> parts =
        switch (value) {
          case ObjectValue object -> object.properties().stream().map(Property::value).toList();
          case ArrayValue array -> array.elements();
          default -> List.of();
        };
    KnownKeys keys = NONE;
    for (LenientValue part : parts.subList(0, Math.min(parts.size(), MAX_PARTS))) {
      keys = min(keys, of(type, part, depth - 1));
    }
    return keys;
  }

  private static KnownKeys min(KnownKeys one, KnownKeys other) {
    return one.compareTo(other) <= 0 ? one : other;
  }
}
