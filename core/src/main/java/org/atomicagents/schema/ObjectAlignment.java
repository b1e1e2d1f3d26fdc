package org.atomicagents.schema;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.atomicagents.internal.json.LooseValue;
import org.atomicagents.internal.json.LooseValue.Items;
import org.atomicagents.internal.json.LooseValue.Member;
import org.atomicagents.internal.json.LooseValue.Members;
import org.atomicagents.internal.json.LooseValue.Text;
import org.atomicagents.internal.json.LooseValue.Word;
import org.atomicagents.model.Repair;
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
  void begin(TypeNode root, LooseValue value) {
    isKnown =
        value.doubt() != null
            && root instanceof RecordNode record
            && value instanceof Members it
            && knows(record, it);
  }

  boolean knows(RecordNode node, Members members) {
    return KeyMatch.of(node, members, null).isAny();
  }

  /** Whether it is such an object, or has one under its name. */
  boolean holds(RecordNode node, Members members) {
    return knows(node, members)
        || (members.all().size() == 1
            && Labels.isOwnName(members.all().getFirst().key(), node)
            && members.all().getFirst().value() instanceof Members inner
            && knows(node, inner));
  }

  /** An output that is no object itself: in the object around it, or without. */
  void wrapping(RecordNode root, LooseValue value, Where where) {
    RecordBody.Component only = root.components().getFirst();
    if (value instanceof Members members && members.doubt() == null) {
      List<Member> found = KeyMatch.of(root, members, null).found(only.jsonName());
      if (!found.isEmpty() && (members.all().size() == 1 || !isObject(only.slot().type()))) {
        record(root, null, value, where);
        return;
      }
      if (found.isEmpty()
          && members.isClosed()
          && members.all().size() == 1
          && (Labels.isEnvelope(members.all().getFirst().key())
              || Labels.isSame(members.all().getFirst().key(), Wrapping.nameOf(only.slot().type())))
          && !isObject(only.slot().type())) {
        isKnown = true;
        bare(only, members.all().getFirst().value(), members, where);
        return;
      }
    }
    bare(only, value, value, where);
  }

  private void bare(RecordBody.Component only, LooseValue value, LooseValue around, Where where) {
    Where below = where.at(only.segment());
    aligner.wrapped(where, around, value);
    isKnown |= !isEmpty(value);
    mending.out.writeStartObject();
    mending.out.writeName(only.name());
    if (value instanceof Word && ScalarAlignment.isText(only.slot().type())) {
      aligner.refuse("a text in quotes", value, below);
    } else {
      aligner.value(only.slot(), value, below);
    }
    mending.out.writeEndObject();
  }

  private static boolean isEmpty(LooseValue value) {
    return switch (value) {
      case Members members -> members.all().isEmpty();
      case Items items -> items.all().isEmpty();
      case Text ignored -> false;
      case Word ignored -> false;
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

  void record(RecordNode node, @Nullable BranchNode branch, LooseValue value, Where where) {
    LooseValue within = within(node, aligner.only(value, where), where);
    if (!(within instanceof Members members) || members.doubt() != null) {
      if (within.doubt() != null) {
        aligner.broken(where, "an object", within);
        mending.raw(within);
      } else {
        aligner.refuse("an object", within, where);
      }
      return;
    }
    Member tag =
        branch == null || branch.extraKey() == null
            ? null
            : UnionAlignment.tag(branch.extraKey(), members);
    KeyMatch keys = KeyMatch.of(node, members, tag);
    isKnown |= where.isRoot() && (keys.isAny() || tag != null);
    mending.report(where, members);
    if (!keys.isAny() && tag == null && !members.all().isEmpty() && !node.isOpen()) {
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

  private void components(RecordNode node, Members members, KeyMatch keys, Where where) {
    around.push(node);
    for (RecordBody.Component each : node.components()) {
      List<Member> found = keys.found(each.jsonName());
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

  private void component(RecordBody.Component component, List<Member> found, Where where) {
    Member member = found.getFirst();
    aligner.key(member, where);
    if (!member.key().equals(component.jsonName())) {
      mending.repair(where, Repair.Kind.KEY, member.key(), component.jsonName());
    }
    for (Member other : found.subList(1, found.size())) {
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
  private void absent(RecordBody.Component component, Members members, KeyMatch keys, Where where) {
    if (!aligner.mayEnd(members)
        || (!members.isClosed() && holdsLast(members, component.jsonName()))) {
      aligner.broken(where, "a value, or an object that is brought to its end", members);
      return;
    }
    for (Member extra : keys.extras()) {
      if (Spelling.resembles(extra.key(), component.jsonName())) {
        mending.reject(where, "its key as it is", Found.text(extra.key()));
      }
    }
  }

  // Where a bracket is missing, it may be one further inwards: a key may belong further out.
  private static boolean holdsLast(Members members, String name) {
    LooseValue last = members.all().isEmpty() ? members : members.all().getLast().value();
    while (true) {
      switch (last) {
        case Members each when !each.all().isEmpty() -> {
          if (each.all().stream()
              .anyMatch(
                  it -> NameMatcher.normalize(it.key()).equals(NameMatcher.normalize(name)))) {
            return true;
          }
          last = each.all().getLast().value();
        }
        case Items each when !each.all().isEmpty() -> last = each.all().getLast();
        default -> {
          return false;
        }
      }
    }
  }

  private void extras(RecordNode node, KeyMatch keys, Where where) {
    for (Member member : keys.unsure()) {
      mending.reject(
          where.at(Decoding.segment(member.key())),
          "a key of " + node.shape(),
          Found.text(member.key()) + ", which may be one or another");
    }
    for (Member member : keys.extras()) {
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
  private boolean isSuspect(Member member) {
    return aligner.handwriting().hasMendedQuotes()
        || !isSound(member.value())
        || (isOpenAround && around.stream().anyMatch(outer -> KeyMatch.knows(outer, member.key())));
  }

  private static boolean isSound(LooseValue value) {
    return value.doubt() == null
        && value.isClosed()
        && switch (value) {
          case Members members -> members.all().stream().allMatch(each -> isSound(each.value()));
          case Items items -> items.all().stream().allMatch(ObjectAlignment::isSound);
          case Text ignored -> true;
          case Word ignored -> true;
        };
  }

  /** What stands under the record's own name, or under a word that says nothing. */
  private LooseValue within(RecordNode node, LooseValue value, Where where) {
    if (!(value instanceof Members members)
        || members.doubt() != null
        || members.all().size() != 1
        || knows(node, members)) {
      return value;
    }
    Member only = members.all().getFirst();
    if (!(Labels.isOwnName(only.key(), node) || Labels.isEnvelope(only.key()))
        || !(only.value() instanceof Members || only.value() instanceof Items)) {
      return value;
    }
    mending.report(where, members);
    aligner.wrapped(where, members, only.value());
    return aligner.only(only.value(), where);
  }
}
