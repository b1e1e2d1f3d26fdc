package org.atomicagents.internal.schema.repair;

import java.util.ArrayList;
import java.util.List;
import org.atomicagents.internal.json.lenient.LenientValue;
import org.atomicagents.internal.json.lenient.LenientValue.ObjectValue;
import org.atomicagents.internal.json.lenient.LenientValue.Property;
import org.atomicagents.internal.json.lenient.LenientValue.RawToken;
import org.atomicagents.internal.json.lenient.LenientValue.StringValue;
import org.atomicagents.internal.schema.decode.DecodeContext;
import org.atomicagents.internal.schema.decode.ValueDescription;
import org.atomicagents.internal.schema.type.NameMatcher;
import org.atomicagents.internal.schema.type.UnionMemberNode;
import org.atomicagents.internal.schema.type.UnionNode;
import org.atomicagents.message.Repair;
import org.jspecify.annotations.Nullable;

/** Selects the record of a union that an object represents, and repairs the object as that. */
final class UnionRepairer {
  private final ValueRepairer valueRepairer;
  private final RepairContext context;
  private final ObjectRepairer objectRepairer;

  UnionRepairer(ValueRepairer valueRepairer, ObjectRepairer objectRepairer) {
    this.valueRepairer = valueRepairer;
    this.context = valueRepairer.context;
    this.objectRepairer = objectRepairer;
  }

  /** Returns whether an object has the discriminator or a key of a record of the union. */
  boolean hasAnyKeyOf(UnionNode union, ObjectValue object) {
    return union.discriminator() != null
        ? findTag(union.discriminator(), object) != null || InlineToolCall.findIn(object) != null
        : union.branches().stream()
            .anyMatch(branch -> objectRepairer.hasAnyKeyOf(branch.record(), object));
  }

  void repairUnion(UnionNode union, LenientValue value, LazyPath path) {
    LenientValue unwrapped = valueRepairer.unwrapSingleton(value, path);
    if (!(unwrapped instanceof ObjectValue object) || object.ambiguity() != null) {
      valueRepairer.rejectValue("an object", unwrapped, path);
      return;
    }
    InlineToolCall call = InlineToolCall.findIn(object);
    UnionMemberNode called = call == null ? null : call.recordIn(union);
    if (call != null && called != null && call.arguments() instanceof ObjectValue arguments) {
      valueRepairer.reportUnwrapping(path, object, arguments);
      repairNamed(union, called, arguments, path);
    } else if (union.discriminator() == null) {
      repairByKeys(union, object, path);
    } else {
      repairByTag(union, union.discriminator(), object, path);
    }
  }

  /** Repairs an object whose record is named around it, so that it may have no discriminator. */
  private void repairNamed(
      UnionNode union, UnionMemberNode branch, ObjectValue object, LazyPath path) {
    String key = union.discriminator();
    if (object.ambiguity() != null) {
      valueRepairer.rejectValue("an object", object, path);
    } else if (key == null) {
      objectRepairer.repairRecord(branch.record(), branch, object, path);
    } else {
      repairByTag(union, key, withTag(object, key, branch.tag()), path);
    }
  }

  private static ObjectValue withTag(ObjectValue object, String key, String tag) {
    List<Property> properties = new ArrayList<>(object.properties());
    var value = new StringValue(tag, object.start(), object.start(), List.of(), true, null);
    properties.addFirst(new Property(key, List.of(), value));
    return new ObjectValue(
        properties,
        object.start(),
        object.end(),
        object.repairs(),
        object.isClosed(),
        object.ambiguity());
  }

  private void repairByTag(UnionNode union, String key, ObjectValue object, LazyPath path) {
    Property found = findTag(key, object);
    if (found == null) {
      repairUntagged(union, key, object, path);
      return;
    }
    LazyPath childPath = path.child(DecodeContext.pathSegment(key));
    boolean isReadable =
        found.value().ambiguity() == null && !ScalarRepairer.isUnquotedNumber(found.value());
    String tagText = isReadable ? ScalarRepairer.textOf(found.value()) : null;
    String tag = tagText == null ? null : NameMatcher.matchTag(union.branches(), tagText);
    UnionMemberNode branch = tag == null ? null : union.branch(tag);
    if (branch == null || isDuplicated(found, key, object)) {
      context.reject(
          childPath, branch == null ? union.expectedTag() : "no duplicate key", found.value());
      context.writeUnrepaired(object);
      return;
    }
    if (!found.key().equals(key)) {
      context.addRepair(childPath, Repair.Kind.KEY, found.key(), key);
    }
    if (!branch.isTagInRecord()) {
      reportTagRepairs(found.value(), branch.tag(), childPath);
    }
    objectRepairer.repairRecord(branch.record(), branch, object, path);
  }

  private void reportTagRepairs(LenientValue value, String tag, LazyPath path) {
    if (!tag.equals(ScalarRepairer.textOf(value))) {
      context.addRepair(path, Repair.Kind.ENUM, value, ValueDescription.quote(tag));
    } else if (value instanceof RawToken || !value.repairs().isEmpty()) {
      context.addRepair(path, Repair.Kind.QUOTES, value, ValueDescription.quote(tag));
    }
  }

  private static boolean isDuplicated(Property found, String key, ObjectValue object) {
    return object.properties().stream()
        .anyMatch(property ->
            NameMatcher.normalize(property.key()).equals(NameMatcher.normalize(key))
                && !RepairContext.isSameValue(property.value(), found.value()));
  }

  /**
   * Repairs an object without a discriminator: it may be wrapped under its name or a generic key.
   */
  private void repairUntagged(UnionNode union, String key, ObjectValue object, LazyPath path) {
    Property onlyProperty = object.properties().size() == 1 ? object.properties().getFirst() : null;
    if (onlyProperty != null
        && onlyProperty.value() instanceof ObjectValue inner
        && object.isClosed()) {
      String name = NameMatcher.matchTag(union.branches(), onlyProperty.key());
      UnionMemberNode named = name == null ? null : union.branch(name);
      if (named != null) {
        context.reportRepairs(path, object);
        valueRepairer.reportUnwrapping(path, object, inner);
        repairNamed(union, named, inner, path);
        return;
      }
      boolean hasTag = findTag(key, inner) != null;
      if (hasTag
          && (WrapperKeys.isOwnName(onlyProperty.key(), union)
              || WrapperKeys.isEnvelope(onlyProperty.key()))) {
        valueRepairer.reportUnwrapping(path, object, inner);
        repairUnion(union, inner, path);
        return;
      }
    }
    context.reject(path.child(DecodeContext.pathSegment(key)), union.expectedTag(), "nothing");
    context.writeUnrepaired(object);
  }

  /** Returns the discriminator property of an object, the exact key first; null if absent. */
  static @Nullable Property findTag(String key, ObjectValue object) {
    Property found = null;
    for (Property property : object.properties()) {
      if (property.key().equals(key)) {
        return property;
      }
      if (NameMatcher.normalize(property.key()).equals(NameMatcher.normalize(key))) {
        found = found == null ? property : found;
      }
    }
    return found;
  }

  private void repairByKeys(UnionNode union, ObjectValue object, LazyPath path) {
    List<UnionMemberNode> matching =
        union.branches().stream().filter(branch -> matchesKeys(branch, union, object)).toList();
    if (matching.size() == 1) {
      objectRepairer.repairRecord(matching.getFirst().record(), matching.getFirst(), object, path);
      return;
    }
    Property onlyProperty = object.properties().size() == 1 ? object.properties().getFirst() : null;
    if (onlyProperty != null
        && onlyProperty.value() instanceof ObjectValue inner
        && object.isClosed()
        && !isKeyOfUnion(onlyProperty.key(), union)
        && (WrapperKeys.isOwnName(onlyProperty.key(), union)
            || WrapperKeys.isEnvelope(onlyProperty.key()))) {
      valueRepairer.reportUnwrapping(path, object, inner);
      repairUnion(union, inner, path);
      return;
    }
    String shapes =
        String.join(
            ", ",
            union.branches().stream()
                .map(branch -> branch.record().name() + branch.record().keySummary())
                .toList());
    context.reject(path, "the keys of exactly one of " + shapes, object);
    context.writeUnrepaired(object);
  }

  /**
   * Returns whether an object has all required keys of a record and no keys of other records only.
   */
  private static boolean matchesKeys(UnionMemberNode branch, UnionNode union, ObjectValue object) {
    PropertyMatch keys = PropertyMatch.of(branch.record(), object, null);
    return keys.ambiguous().isEmpty()
        && keys.extras().stream().noneMatch(extra -> isKeyOfUnion(extra.key(), union))
        && branch.record().components().stream()
            .allMatch(component ->
                component.slot().isOptional() || !keys.matches(component.jsonName()).isEmpty());
  }

  private static boolean isKeyOfUnion(String key, UnionNode union) {
    return union.branches().stream()
        .anyMatch(branch -> PropertyMatch.isKeyOf(branch.record(), key));
  }
}
