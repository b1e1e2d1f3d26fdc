package org.atomicagents.schema;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.atomicagents.internal.json.lenient.LenientValue;
import org.atomicagents.internal.json.lenient.LenientValue.ArrayValue;
import org.atomicagents.internal.json.lenient.LenientValue.ObjectValue;
import org.atomicagents.internal.json.lenient.LenientValue.Property;
import org.atomicagents.internal.json.lenient.LenientValue.RawToken;
import org.atomicagents.internal.json.lenient.LenientValue.StringValue;
import org.atomicagents.message.Repair;
import org.jspecify.annotations.Nullable;

/** Mends records: their keys, and what was put around them. */
final class ObjectAlignment {
  private final Aligner aligner;
  private final Mending mending;
  private final Deque<RecordNode> around = new ArrayDeque<>();
  private boolean isKnown;
  private boolean isOpenAround;

  ObjectAlignment(Aligner aligner) {
    this.aligner = aligner;
    this.mending = aligner.mending;
  }

  boolean isKnown() {
    return isKnown;
  }

  /** Looks at a whole value before its parts. */
  void begin(TypeNode root, LenientValue value) {
    isKnown =
        value.ambiguity() != null
            && root instanceof RecordNode record
            && value instanceof ObjectValue it
            && knows(record, it);
  }

  boolean knows(RecordNode node, ObjectValue members) {
    return KeyMatch.of(node, members, null).isAny();
  }

  /** Whether it is such an object, or has one under its name. */
  boolean holds(RecordNode node, ObjectValue members) {
    return knows(node, members)
        || (members.properties().size() == 1
            && Labels.isOwnName(members.properties().getFirst().key(), node)
            && members.properties().getFirst().value() instanceof ObjectValue inner
            && knows(node, inner));
  }

  /** An output that is no object itself: in the object around it, or without. */
  void wrapping(RecordNode root, LenientValue value, Where where) {
    RecordBody.Component only = root.components().getFirst();
    if (value instanceof ObjectValue members && members.ambiguity() == null) {
      List<Property> found = KeyMatch.of(root, members, null).found(only.jsonName());
      if (!found.isEmpty() && (members.properties().size() == 1 || !isObject(only.slot().type()))) {
        record(root, null, value, where);
        return;
      }
      if (found.isEmpty()
          && members.isClosed()
          && members.properties().size() == 1
          && (Labels.isEnvelope(members.properties().getFirst().key())
              || Labels.isSame(
                  members.properties().getFirst().key(), Wrapping.nameOf(only.slot().type())))
          && !isObject(only.slot().type())) {
        isKnown = true;
        bare(only, members.properties().getFirst().value(), members, where);
        return;
      }
    }
    bare(only, value, value, where);
  }

  private void bare(
      RecordBody.Component only, LenientValue value, LenientValue around, Where where) {
    Where below = where.at(only.segment());
    aligner.wrapped(where, around, value);
    isKnown |= !isEmpty(value);
    mending.out.writeStartObject();
    mending.out.writeName(only.name());
    if (value instanceof RawToken && ScalarAlignment.isText(only.slot().type())) {
      aligner.refuse("a text in quotes", value, below);
    } else {
      aligner.value(only.slot(), value, below);
    }
    mending.out.writeEndObject();
  }

  private static boolean isEmpty(LenientValue value) {
    return switch (value) {
      case ObjectValue members -> members.properties().isEmpty();
      case ArrayValue items -> items.elements().isEmpty();
      case StringValue ignored -> false;
      case RawToken ignored -> false;
    };
  }

  private static boolean isObject(TypeNode type) {
    return switch (type) {
      case RecordNode ignored -> true;
      case BranchNode ignored -> true;
      case UnionNode ignored -> true;
      case MapNode ignored -> true;
      case AnyNode ignored -> true;
      case OptionalNode optional -> isObject(optional.content().type());
      case EnumNode ignored -> false;
      case ListNode ignored -> false;
      case ScalarNode ignored -> false;
    };
  }

  void record(RecordNode node, @Nullable BranchNode branch, LenientValue value, Where where) {
    LenientValue within = within(node, aligner.only(value, where), where);
    if (!(within instanceof ObjectValue members) || members.ambiguity() != null) {
      if (within.ambiguity() != null) {
        aligner.broken(where, "an object", within);
        mending.raw(within);
      } else {
        aligner.refuse("an object", within, where);
      }
      return;
    }
    Property tag =
        branch == null || branch.extraKey() == null
            ? null
            : UnionAlignment.tag(branch.extraKey(), members);
    KeyMatch keys = KeyMatch.of(node, members, tag);
    isKnown |= where.isRoot() && (keys.isAny() || tag != null);
    mending.report(where, members);
    if (!keys.isAny() && tag == null && !members.properties().isEmpty() && !node.isOpen()) {
      mending.reject(where, "an object " + node.shape(), Mending.toldKeys(members));
      mending.raw(members);
      return;
    }
    boolean wasOpen = isOpenAround;
    isOpenAround |= !members.isClosed();
    mending.out.writeStartObject();
    if (tag != null && branch != null) {
      aligner.key(tag, where.at(Decoding.segment(tag.key())));
      mending.out.writeStringProperty(tag(branch), branch.tag());
    }
    components(node, members, keys, where);
    if (!node.isOpen()) {
      Misplaced.refuse(node, keys, where, mending);
    }
    extras(node, keys, where);
    mending.out.writeEndObject();
    isOpenAround = wasOpen;
  }

  private static String tag(BranchNode branch) {
    return branch.extraKey() == null ? "" : branch.extraKey();
  }

  private void components(RecordNode node, ObjectValue members, KeyMatch keys, Where where) {
    around.push(node);
    for (RecordBody.Component each : node.components()) {
      List<Property> found = keys.found(each.jsonName());
      Where below = where.at(each.segment());
      if (!found.isEmpty()) {
        component(each, found, below);
      } else if (each.slot().isOptional()) {
        absent(each, members, keys, below);
      } else {
        aligner.missing(below, members);
      }
    }
    around.pop();
  }

  private void component(RecordBody.Component component, List<Property> found, Where where) {
    Property member = found.getFirst();
    aligner.key(member, where);
    if (!member.key().equals(component.jsonName())) {
      mending.repair(where, Repair.Kind.KEY, member.key(), component.jsonName());
    }
    for (Property other : found.subList(1, found.size())) {
      if (Mending.same(member.value(), other.value())) {
        mending.repair(where, Repair.Kind.EXTRA_KEY, other.value(), "");
      } else {
        mending.reject(where, "each key once", other.value());
      }
    }
    mending.out.writeName(component.name());
    aligner.value(component.slot(), member.value(), where);
  }

  // It may be missing since the text is cut, or since its key has a slip in it.
  private void absent(
      RecordBody.Component component, ObjectValue members, KeyMatch keys, Where where) {
    if (!aligner.mayEnd(members)
        || (!members.isClosed() && holdsLast(members, component.jsonName()))) {
      aligner.broken(where, "a value, or an object that is brought to its end", members);
      return;
    }
    for (Property extra : keys.extras()) {
      if (Spelling.resembles(extra.key(), component.jsonName())) {
        mending.reject(where, "its key as it is", Found.text(extra.key()));
      }
    }
  }

  // Where a bracket is missing, it may be one further inwards: a key may belong further out.
  private static boolean holdsLast(ObjectValue members, String name) {
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

  private void extras(RecordNode node, KeyMatch keys, Where where) {
    for (Property member : keys.unsure()) {
      mending.reject(
          where.at(Decoding.segment(member.key())),
          "a key of " + node.shape(),
          Found.text(member.key()) + ", which may be one or another");
    }
    for (Property member : keys.extras()) {
      Where below = where.at(Decoding.segment(member.key()));
      if (node.isOpen()) {
        mending.out.writeName(member.key());
        mending.raw(member.value());
      } else if (isSuspect(member) || keys.isBehindWords(member)) {
        aligner.broken(below, "no such key", member.value());
      } else {
        aligner.costs();
        mending.repair(below, Repair.Kind.EXTRA_KEY, member.value(), "");
      }
    }
  }

  /** Whether a key may stand here only since something before it was ended in a wrong place. */
  private boolean isSuspect(Property member) {
    return aligner.handwriting().hasMendedQuotes()
        || !isSound(member.value())
        || (isOpenAround && around.stream().anyMatch(outer -> KeyMatch.knows(outer, member.key())));
  }

  private static boolean isSound(LenientValue value) {
    return value.ambiguity() == null
        && value.isClosed()
        && switch (value) {
          case ObjectValue members ->
              members.properties().stream().allMatch(each -> isSound(each.value()));
          case ArrayValue items -> items.elements().stream().allMatch(ObjectAlignment::isSound);
          case StringValue ignored -> true;
          case RawToken ignored -> true;
        };
  }

  /** What stands under the record's own name, or under a word that says nothing. */
  private LenientValue within(RecordNode node, LenientValue value, Where where) {
    if (!(value instanceof ObjectValue members)
        || members.ambiguity() != null
        || members.properties().size() != 1
        || knows(node, members)) {
      return value;
    }
    Property only = members.properties().getFirst();
    if (!(Labels.isOwnName(only.key(), node) || Labels.isEnvelope(only.key()))
        || !(only.value() instanceof ObjectValue || only.value() instanceof ArrayValue)) {
      return value;
    }
    mending.report(where, members);
    aligner.wrapped(where, members, only.value());
    return aligner.only(only.value(), where);
  }
}
