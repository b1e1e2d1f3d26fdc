package org.atomicagents.schema;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import org.atomicagents.internal.json.JsonWords;
import org.atomicagents.internal.json.LooseValue;
import org.atomicagents.internal.json.LooseValue.Items;
import org.atomicagents.internal.json.LooseValue.Member;
import org.atomicagents.internal.json.LooseValue.Members;
import org.atomicagents.internal.json.LooseValue.Text;
import org.atomicagents.internal.json.LooseValue.Word;
import org.atomicagents.internal.json.Mend;
import org.atomicagents.model.Repair;
import org.jspecify.annotations.Nullable;

/** Mends records and unions: their keys, and what was put around them. */
final class ObjectAlignment {
  private static final Set<String> ENVELOPES =
      Set.of("data", "result", "response", "output", "answer", "json", "object");

  private final Aligner aligner;
  private final Mending mending;
  private final Deque<RecordNode> around = new ArrayDeque<>();
  private boolean isKnown;
  private boolean isOpenAround;
  private boolean hasMendedQuotes;
  private boolean isMended;
  private @Nullable String separator;

  ObjectAlignment(Aligner aligner) {
    this.aligner = aligner;
    this.mending = aligner.mending;
  }

  boolean isKnown() {
    return isKnown;
  }

  /** Looks at a whole value before its parts. */
  void begin(TypeNode root, LooseValue value) {
    hasMendedQuotes = hasMendedQuotes(value);
    isMended = isMended(value);
    separator = separator(value);
    isKnown =
        value.doubt() != null
            && root instanceof RecordNode record
            && value instanceof Members it
            && knows(record, it);
  }

  /** What stands between the members of the whole value on one line; null if that isn't known. */
  @Nullable String separator() {
    return separator;
  }

  private @Nullable String separator(LooseValue value) {
    if (value instanceof Members members && members.all().size() > 1) {
      int comma = members.all().getFirst().value().end();
      if (mending.source.startsWith(", ", comma)) {
        return ", ";
      }
      boolean compact =
          mending.source.startsWith(",", comma)
              && comma + 1 < mending.source.length()
              && !Character.isWhitespace(mending.source.charAt(comma + 1));
      return compact ? "," : null;
    }
    return null;
  }

  /** Whether the text departs from JSON anywhere. */
  boolean isMended() {
    return isMended;
  }

  private static boolean isMended(LooseValue value) {
    return !value.mends().isEmpty()
        || switch (value) {
          case Members members ->
              members.all().stream()
                  .anyMatch(each -> !each.mends().isEmpty() || isMended(each.value()));
          case Items items -> items.all().stream().anyMatch(ObjectAlignment::isMended);
          case Text ignored -> false;
          case Word word -> !JsonWords.isValid(word.value());
        };
  }

  private static boolean hasMendedQuotes(LooseValue value) {
    return switch (value) {
      case Members members ->
          members.all().stream().anyMatch(each -> hasMendedQuotes(each.value()));
      case Items items -> items.all().stream().anyMatch(ObjectAlignment::hasMendedQuotes);
      case Word ignored -> false;
      case Text text ->
          text.mends().stream()
              .anyMatch(mend -> mend.kind() == Mend.Kind.QUOTES && mend.start() > text.start());
    };
  }

  boolean knows(RecordNode node, Members members) {
    return KeyMatch.of(node, members, null).isAny();
  }

  /** Whether it is such an object, or has one under its name. */
  boolean holds(RecordNode node, Members members) {
    return knows(node, members)
        || (members.all().size() == 1
            && isOwnName(members.all().getFirst().key(), node)
            && members.all().getFirst().value() instanceof Members inner
            && knows(node, inner));
  }

  boolean knows(UnionNode union, Members members) {
    return union.discriminator() != null
        ? tag(union.discriminator(), members) != null
        : union.branches().stream().anyMatch(branch -> knows(branch.record(), members));
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
          && (isEnvelope(members.all().getFirst().key())
              || isSame(members.all().getFirst().key(), Wrapping.nameOf(only.slot().type())))
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
        branch == null || branch.extraKey() == null ? null : tag(branch.extraKey(), members);
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
              .anyMatch(it -> Spelling.plain(it.key()).equals(Spelling.plain(name)))) {
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
    return hasMendedQuotes
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
    if (!(isOwnName(only.key(), node) || isEnvelope(only.key()))
        || !(only.value() instanceof Members || only.value() instanceof Items)) {
      return value;
    }
    mending.report(where, members);
    aligner.wrapped(where, members, only.value());
    return aligner.only(only.value(), where);
  }

  private static boolean isEnvelope(String key) {
    return ENVELOPES.contains(Spelling.plain(key));
  }

  /** Whether a key is what a record is called, with or without its arguments. */
  private static boolean isOwnName(String key, RecordNode node) {
    return isSame(key, node.name())
        || (node.type() != null && isSame(key, node.type().getSimpleName()));
  }

  private static boolean isOwnName(String key, UnionNode union) {
    return isSame(key, union.name())
        || union.branches().stream()
            .anyMatch(each -> isSame(key, each.tag()) || isOwnName(key, each.record()));
  }

  private static boolean isSame(String key, String name) {
    return Spelling.plain(key).equals(Spelling.plain(name));
  }

  void union(UnionNode union, LooseValue value, Where where) {
    LooseValue only = aligner.only(value, where);
    if (!(only instanceof Members members) || members.doubt() != null) {
      aligner.refuse("an object", only, where);
      return;
    }
    if (union.discriminator() == null) {
      byShape(union, members, where);
    } else {
      byTag(union, union.discriminator(), members, where);
    }
  }

  private void byTag(UnionNode union, String key, Members members, Where where) {
    Member found = tag(key, members);
    if (found == null) {
      untagged(union, key, members, where);
      return;
    }
    Where below = where.at(Decoding.segment(key));
    boolean readable = found.value().doubt() == null && !ScalarAlignment.isNumber(found.value());
    String said = readable ? ScalarAlignment.said(found.value()) : null;
    String tag = said == null ? null : Spelling.tag(union.branches(), said);
    BranchNode branch = tag == null ? null : union.branch(tag);
    if (branch == null || isTwice(found, key, members)) {
      mending.reject(below, branch == null ? union.expectedTag() : "each key once", found.value());
      mending.raw(members);
      return;
    }
    if (!found.key().equals(key)) {
      mending.repair(below, Repair.Kind.KEY, found.key(), key);
    }
    if (!branch.inRecord()) {
      constant(found.value(), branch.tag(), below);
      record(branch.record(), branch, members, where);
    } else {
      record(branch.record(), branch, members, where);
    }
  }

  private void constant(LooseValue value, String tag, Where where) {
    if (!tag.equals(ScalarAlignment.said(value))) {
      mending.repair(where, Repair.Kind.ENUM, value, Found.text(tag));
    } else if (value instanceof Word || !value.mends().isEmpty()) {
      mending.repair(where, Repair.Kind.QUOTES, value, Found.text(tag));
    }
  }

  private static boolean isTwice(Member found, String key, Members members) {
    return members.all().stream()
        .anyMatch(each ->
            Spelling.plain(each.key()).equals(Spelling.plain(key))
                && !Mending.same(each.value(), found.value()));
  }

  /** A union whose tag is the key under which the object stands, or in an object of its name. */
  private void untagged(UnionNode union, String key, Members members, Where where) {
    Member only = members.all().size() == 1 ? members.all().getFirst() : null;
    if (only != null && only.value() instanceof Members inner && members.isClosed()) {
      boolean hasTag = tag(key, inner) != null;
      if (hasTag && (isOwnName(only.key(), union) || isEnvelope(only.key()))) {
        aligner.wrapped(where, members, inner);
        union(union, inner, where);
        return;
      }
    }
    mending.reject(where.at(Decoding.segment(key)), union.expectedTag(), "nothing");
    mending.raw(members);
  }

  /** The member that says which of several records it is. */
  private static @Nullable Member tag(String key, Members members) {
    Member found = null;
    for (Member each : members.all()) {
      if (each.key().equals(key)) {
        return each;
      }
      if (Spelling.plain(each.key()).equals(Spelling.plain(key))) {
        found = found == null ? each : found;
      }
    }
    return found;
  }

  private void byShape(UnionNode union, Members members, Where where) {
    List<BranchNode> fitting =
        union.branches().stream().filter(each -> hasShape(each, union, members)).toList();
    if (fitting.size() == 1) {
      record(fitting.getFirst().record(), fitting.getFirst(), members, where);
      return;
    }
    Member only = members.all().size() == 1 ? members.all().getFirst() : null;
    if (only != null
        && only.value() instanceof Members inner
        && members.isClosed()
        && !isKey(only.key(), union)
        && (isOwnName(only.key(), union) || isEnvelope(only.key()))) {
      aligner.wrapped(where, members, inner);
      union(union, inner, where);
      return;
    }
    String shapes =
        String.join(
            ", ",
            union.branches().stream()
                .map(each -> each.record().name() + each.record().shape())
                .toList());
    mending.reject(where, "the keys of only one of " + shapes, members);
    mending.raw(members);
  }

  /** Whether it has the keys of this record, and none of those that only another one has. */
  private static boolean hasShape(BranchNode branch, UnionNode union, Members members) {
    KeyMatch keys = KeyMatch.of(branch.record(), members, null);
    return keys.unsure().isEmpty()
        && keys.extras().stream().noneMatch(each -> isKey(each.key(), union))
        && branch.record().components().stream()
            .allMatch(each -> each.slot().isOptional() || !keys.found(each.jsonName()).isEmpty());
  }

  private static boolean isKey(String key, UnionNode union) {
    return union.branches().stream().anyMatch(each -> KeyMatch.knows(each.record(), key));
  }
}
