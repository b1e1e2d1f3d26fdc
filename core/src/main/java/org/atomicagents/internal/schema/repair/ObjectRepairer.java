package org.atomicagents.internal.schema.repair;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.atomicagents.internal.json.lenient.LenientValue;
import org.atomicagents.internal.json.lenient.LenientValue.ArrayValue;
import org.atomicagents.internal.json.lenient.LenientValue.ObjectValue;
import org.atomicagents.internal.json.lenient.LenientValue.Property;
import org.atomicagents.internal.json.lenient.LenientValue.RawToken;
import org.atomicagents.internal.json.lenient.LenientValue.StringValue;
import org.atomicagents.internal.schema.decode.DecodeContext;
import org.atomicagents.internal.schema.decode.ValueDescription;
import org.atomicagents.internal.schema.type.AnyNode;
import org.atomicagents.internal.schema.type.EnumNode;
import org.atomicagents.internal.schema.type.ListNode;
import org.atomicagents.internal.schema.type.MapNode;
import org.atomicagents.internal.schema.type.NameMatcher;
import org.atomicagents.internal.schema.type.OptionalNode;
import org.atomicagents.internal.schema.type.RecordLayout;
import org.atomicagents.internal.schema.type.RecordNode;
import org.atomicagents.internal.schema.type.RootWrapper;
import org.atomicagents.internal.schema.type.ScalarNode;
import org.atomicagents.internal.schema.type.TypeNode;
import org.atomicagents.internal.schema.type.UnionMemberNode;
import org.atomicagents.internal.schema.type.UnionNode;
import org.atomicagents.message.Repair;
import org.jspecify.annotations.Nullable;

/** Mends records: their keys, and what was put around them. */
final class ObjectRepairer {
  private final ValueRepairer aligner;
  private final RepairContext context;
  private final Deque<RecordNode> enclosingRecords = new ArrayDeque<>();
  private boolean hasKnownKey;
  private boolean isInUnclosedObject;

  ObjectRepairer(ValueRepairer aligner) {
    this.aligner = aligner;
    this.context = aligner.context;
  }

  boolean hasKnownKey() {
    return hasKnownKey;
  }

  /** Looks at a whole value before its parts. */
  void inspectRoot(TypeNode root, LenientValue value) {
    hasKnownKey =
        value.ambiguity() != null
            && root instanceof RecordNode record
            && value instanceof ObjectValue it
            && hasAnyKeyOf(record, it);
  }

  boolean hasAnyKeyOf(RecordNode node, ObjectValue members) {
    return PropertyMatch.of(node, members, null).hasMatches();
  }

  /** Whether it is such an object, or has one under its name. */
  boolean containsRecord(RecordNode node, ObjectValue members) {
    return hasAnyKeyOf(node, members)
        || (members.properties().size() == 1
            && WrapperKeys.isOwnName(members.properties().getFirst().key(), node)
            && members.properties().getFirst().value() instanceof ObjectValue inner
            && hasAnyKeyOf(node, inner));
  }

  /** An output that is no object itself: in the object around it, or without. */
  void repairWrapper(RecordNode root, LenientValue value, LazyPath where) {
    RecordLayout.RecordProperty only = root.components().getFirst();
    if (value instanceof ObjectValue members && members.ambiguity() == null) {
      List<Property> found = PropertyMatch.of(root, members, null).matches(only.jsonName());
      if (!found.isEmpty()
          && (members.properties().size() == 1 || !isObjectType(only.slot().type()))) {
        repairRecord(root, null, value, where);
        return;
      }
      if (found.isEmpty()
          && members.isClosed()
          && members.properties().size() == 1
          && (WrapperKeys.isEnvelope(members.properties().getFirst().key())
              || WrapperKeys.isSameName(
                  members.properties().getFirst().key(), RootWrapper.nameOf(only.slot().type())))
          && !isObjectType(only.slot().type())) {
        hasKnownKey = true;
        repairUnwrapped(only, members.properties().getFirst().value(), members, where);
        return;
      }
    }
    repairUnwrapped(only, value, value, where);
  }

  private void repairUnwrapped(
      RecordLayout.RecordProperty only, LenientValue value, LenientValue around, LazyPath where) {
    LazyPath below = where.child(only.segment());
    aligner.reportUnwrapping(where, around, value);
    hasKnownKey |= !isEmpty(value);
    context.out.writeStartObject();
    context.out.writeName(only.name());
    if (value instanceof RawToken && ScalarRepairer.acceptsText(only.slot().type())) {
      aligner.rejectValue("a text in quotes", value, below);
    } else {
      aligner.repairValue(only.slot(), value, below);
    }
    context.out.writeEndObject();
  }

  private static boolean isEmpty(LenientValue value) {
    return switch (value) {
      case ObjectValue members -> members.properties().isEmpty();
      case ArrayValue items -> items.elements().isEmpty();
      case StringValue ignored -> false;
      case RawToken ignored -> false;
    };
  }

  private static boolean isObjectType(TypeNode type) {
    return switch (type) {
      case RecordNode ignored -> true;
      case UnionMemberNode ignored -> true;
      case UnionNode ignored -> true;
      case MapNode ignored -> true;
      case AnyNode ignored -> true;
      case OptionalNode optional -> isObjectType(optional.content().type());
      case EnumNode ignored -> false;
      case ListNode ignored -> false;
      case ScalarNode ignored -> false;
    };
  }

  void repairRecord(
      RecordNode node, @Nullable UnionMemberNode branch, LenientValue value, LazyPath where) {
    LenientValue within = unwrapRecord(node, aligner.unwrapSingleton(value, where), where);
    if (!(within instanceof ObjectValue members) || members.ambiguity() != null) {
      if (within.ambiguity() != null) {
        aligner.rejectUnreadable(where, "an object", within);
        context.writeUnrepaired(within);
      } else {
        aligner.rejectValue("an object", within, where);
      }
      return;
    }
    Property tag =
        branch == null || branch.externalTagKey() == null
            ? null
            : UnionRepairer.findTag(branch.externalTagKey(), members);
    PropertyMatch keys = PropertyMatch.of(node, members, tag);
    hasKnownKey |= where.isRoot() && (keys.hasMatches() || tag != null);
    context.reportRepairs(where, members);
    if (!keys.hasMatches()
        && tag == null
        && !members.properties().isEmpty()
        && !node.allowsAdditionalProperties()) {
      context.reject(where, "an object " + node.keySummary(), RepairContext.describeKeys(members));
      context.writeUnrepaired(members);
      return;
    }
    boolean wasOpen = isInUnclosedObject;
    isInUnclosedObject |= !members.isClosed();
    context.out.writeStartObject();
    if (tag != null && branch != null) {
      aligner.reportKeyRepairs(tag, where.child(DecodeContext.pathSegment(tag.key())));
      context.out.writeStringProperty(tagKey(branch), branch.tag());
    }
    repairComponents(node, members, keys, where);
    if (!node.allowsAdditionalProperties()) {
      MisplacedKeys.reject(node, keys, where, context);
    }
    repairExtraKeys(node, keys, where);
    context.out.writeEndObject();
    isInUnclosedObject = wasOpen;
  }

  private static String tagKey(UnionMemberNode branch) {
    return branch.externalTagKey() == null ? "" : branch.externalTagKey();
  }

  private void repairComponents(
      RecordNode node, ObjectValue members, PropertyMatch keys, LazyPath where) {
    enclosingRecords.push(node);
    for (RecordLayout.RecordProperty each : node.components()) {
      List<Property> found = keys.matches(each.jsonName());
      LazyPath below = where.child(each.segment());
      if (!found.isEmpty()) {
        repairComponent(each, found, below);
      } else if (each.slot().isOptional()) {
        checkAbsent(each, members, keys, below);
      } else {
        aligner.rejectMissing(below, members);
      }
    }
    enclosingRecords.pop();
  }

  private void repairComponent(
      RecordLayout.RecordProperty component, List<Property> found, LazyPath where) {
    Property member = found.getFirst();
    aligner.reportKeyRepairs(member, where);
    if (!member.key().equals(component.jsonName())) {
      context.addRepair(where, Repair.Kind.KEY, member.key(), component.jsonName());
    }
    for (Property other : found.subList(1, found.size())) {
      if (RepairContext.isSameValue(member.value(), other.value())) {
        context.addRepair(where, Repair.Kind.EXTRA_KEY, other.value(), "");
      } else {
        context.reject(where, "each key once", other.value());
      }
    }
    context.out.writeName(component.name());
    aligner.repairValue(component.slot(), member.value(), where);
  }

  // It may be missing since the text is cut, or since its key has a slip in it.
  private void checkAbsent(
      RecordLayout.RecordProperty component,
      ObjectValue members,
      PropertyMatch keys,
      LazyPath where) {
    if (!aligner.mayBeComplete(members)
        || (!members.isClosed() && hasKeyInLastValue(members, component.jsonName()))) {
      aligner.rejectUnreadable(where, "a value, or an object that is brought to its end", members);
      return;
    }
    for (Property extra : keys.extras()) {
      if (NameSimilarity.isSimilar(extra.key(), component.jsonName())) {
        context.reject(where, "its key as it is", ValueDescription.quote(extra.key()));
      }
    }
  }

  // Where a bracket is missing, it may be one further inwards: a key may belong further out.
  private static boolean hasKeyInLastValue(ObjectValue members, String name) {
    LenientValue last =
        members.properties().isEmpty() ? members : members.properties().getLast().value();
    while (true) {
      switch (last) {
        case ObjectValue each when !each.properties().isEmpty() -> {
          if (each.properties().stream()
              .anyMatch(
                  it -> NameMatcher.normalize(it.key()).equals(NameMatcher.normalize(name)))) {
            return true;
          }
          last = each.properties().getLast().value();
        }
        case ArrayValue each when !each.elements().isEmpty() -> last = each.elements().getLast();
        default -> {
          return false;
        }
      }
    }
  }

  private void repairExtraKeys(RecordNode node, PropertyMatch keys, LazyPath where) {
    for (Property member : keys.ambiguous()) {
      context.reject(
          where.child(DecodeContext.pathSegment(member.key())),
          "a key of " + node.keySummary(),
          ValueDescription.quote(member.key()) + ", which may be one or another");
    }
    for (Property member : keys.extras()) {
      LazyPath below = where.child(DecodeContext.pathSegment(member.key()));
      if (node.allowsAdditionalProperties()) {
        context.out.writeName(member.key());
        context.writeUnrepaired(member.value());
      } else if (mayBeMisplaced(member) || keys.followsUnquotedText(member)) {
        aligner.rejectUnreadable(below, "no such key", member.value());
      } else {
        aligner.addCost();
        context.addRepair(below, Repair.Kind.EXTRA_KEY, member.value(), "");
      }
    }
  }

  /** Whether a key may stand here only since something before it was ended in a wrong place. */
  private boolean mayBeMisplaced(Property member) {
    return aligner.syntaxProfile().hasUnescapedQuotes()
        || !isReadable(member.value())
        || (isInUnclosedObject
            && enclosingRecords.stream()
                .anyMatch(outer -> PropertyMatch.isKeyOf(outer, member.key())));
  }

  private static boolean isReadable(LenientValue value) {
    return value.ambiguity() == null
        && value.isClosed()
        && switch (value) {
          case ObjectValue members ->
              members.properties().stream().allMatch(each -> isReadable(each.value()));
          case ArrayValue items -> items.elements().stream().allMatch(ObjectRepairer::isReadable);
          case StringValue ignored -> true;
          case RawToken ignored -> true;
        };
  }

  /** What stands under the record's own name, or under a word that says nothing. */
  private LenientValue unwrapRecord(RecordNode node, LenientValue value, LazyPath where) {
    if (!(value instanceof ObjectValue members)
        || members.ambiguity() != null
        || members.properties().size() != 1
        || hasAnyKeyOf(node, members)) {
      return value;
    }
    Property only = members.properties().getFirst();
    if (!(WrapperKeys.isOwnName(only.key(), node) || WrapperKeys.isEnvelope(only.key()))
        || !(only.value() instanceof ObjectValue || only.value() instanceof ArrayValue)) {
      return value;
    }
    context.reportRepairs(where, members);
    aligner.reportUnwrapping(where, members, only.value());
    return aligner.unwrapSingleton(only.value(), where);
  }
}
