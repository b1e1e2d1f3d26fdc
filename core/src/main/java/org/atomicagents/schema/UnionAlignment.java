package org.atomicagents.schema;

import java.util.List;
import org.atomicagents.internal.json.lenient.LenientValue;
import org.atomicagents.internal.json.lenient.LenientValue.ObjectValue;
import org.atomicagents.internal.json.lenient.LenientValue.Property;
import org.atomicagents.internal.json.lenient.LenientValue.RawToken;
import org.atomicagents.message.Repair;
import org.jspecify.annotations.Nullable;

/** Finds out which of a union's records an object is, and has it mended as that. */
final class UnionAlignment {
  private final Aligner aligner;
  private final Mending mending;
  private final ObjectAlignment objects;

  UnionAlignment(Aligner aligner, ObjectAlignment objects) {
    this.aligner = aligner;
    this.mending = aligner.mending;
    this.objects = objects;
  }

  /** Whether an object speaks of one of the records. */
  boolean knows(UnionNode union, ObjectValue members) {
    return union.discriminator() != null
        ? tag(union.discriminator(), members) != null
        : union.branches().stream().anyMatch(branch -> objects.knows(branch.record(), members));
  }

  void union(UnionNode union, LenientValue value, Where where) {
    LenientValue only = aligner.only(value, where);
    if (!(only instanceof ObjectValue members) || members.ambiguity() != null) {
      aligner.refuse("an object", only, where);
      return;
    }
    if (union.discriminator() == null) {
      byShape(union, members, where);
    } else {
      byTag(union, union.discriminator(), members, where);
    }
  }

  private void byTag(UnionNode union, String key, ObjectValue members, Where where) {
    Property found = tag(key, members);
    if (found == null) {
      untagged(union, key, members, where);
      return;
    }
    Where below = where.at(Decoding.segment(key));
    boolean readable =
        found.value().ambiguity() == null && !ScalarAlignment.isNumber(found.value());
    String said = readable ? ScalarAlignment.said(found.value()) : null;
    String tag = said == null ? null : NameMatcher.tag(union.branches(), said);
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
    }
    objects.record(branch.record(), branch, members, where);
  }

  private void constant(LenientValue value, String tag, Where where) {
    if (!tag.equals(ScalarAlignment.said(value))) {
      mending.repair(where, Repair.Kind.ENUM, value, Found.text(tag));
    } else if (value instanceof RawToken || !value.repairs().isEmpty()) {
      mending.repair(where, Repair.Kind.QUOTES, value, Found.text(tag));
    }
  }

  private static boolean isTwice(Property found, String key, ObjectValue members) {
    return members.properties().stream()
        .anyMatch(each ->
            NameMatcher.normalize(each.key()).equals(NameMatcher.normalize(key))
                && !Mending.same(each.value(), found.value()));
  }

  /** A union whose tag is the key under which the object stands, or in an object of its name. */
  private void untagged(UnionNode union, String key, ObjectValue members, Where where) {
    Property only = members.properties().size() == 1 ? members.properties().getFirst() : null;
    if (only != null && only.value() instanceof ObjectValue inner && members.isClosed()) {
      boolean hasTag = tag(key, inner) != null;
      if (hasTag && (Labels.isOwnName(only.key(), union) || Labels.isEnvelope(only.key()))) {
        aligner.wrapped(where, members, inner);
        union(union, inner, where);
        return;
      }
    }
    mending.reject(where.at(Decoding.segment(key)), union.expectedTag(), "nothing");
    mending.raw(members);
  }

  /** The member that says which of several records it is. */
  static @Nullable Property tag(String key, ObjectValue members) {
    Property found = null;
    for (Property each : members.properties()) {
      if (each.key().equals(key)) {
        return each;
      }
      if (NameMatcher.normalize(each.key()).equals(NameMatcher.normalize(key))) {
        found = found == null ? each : found;
      }
    }
    return found;
  }

  private void byShape(UnionNode union, ObjectValue members, Where where) {
    List<BranchNode> fitting =
        union.branches().stream().filter(each -> hasShape(each, union, members)).toList();
    if (fitting.size() == 1) {
      objects.record(fitting.getFirst().record(), fitting.getFirst(), members, where);
      return;
    }
    Property only = members.properties().size() == 1 ? members.properties().getFirst() : null;
    if (only != null
        && only.value() instanceof ObjectValue inner
        && members.isClosed()
        && !isKey(only.key(), union)
        && (Labels.isOwnName(only.key(), union) || Labels.isEnvelope(only.key()))) {
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
  private static boolean hasShape(BranchNode branch, UnionNode union, ObjectValue members) {
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
