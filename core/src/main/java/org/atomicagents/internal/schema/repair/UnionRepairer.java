package org.atomicagents.internal.schema.repair;

import java.util.List;
import org.atomicagents.internal.json.lenient.LenientValue;
import org.atomicagents.internal.json.lenient.LenientValue.ObjectValue;
import org.atomicagents.internal.json.lenient.LenientValue.Property;
import org.atomicagents.internal.json.lenient.LenientValue.RawToken;
import org.atomicagents.internal.schema.decode.DecodeContext;
import org.atomicagents.internal.schema.decode.ValueDescription;
import org.atomicagents.internal.schema.type.NameMatcher;
import org.atomicagents.internal.schema.type.UnionMemberNode;
import org.atomicagents.internal.schema.type.UnionNode;
import org.atomicagents.message.Repair;
import org.jspecify.annotations.Nullable;

/** Finds out which of a union's records an object is, and has it mended as that. */
final class UnionRepairer {
  private final ValueRepairer aligner;
  private final RepairContext context;
  private final ObjectRepairer objects;

  UnionRepairer(ValueRepairer aligner, ObjectRepairer objects) {
    this.aligner = aligner;
    this.context = aligner.context;
    this.objects = objects;
  }

  /** Whether an object speaks of one of the records. */
  boolean hasAnyKeyOf(UnionNode union, ObjectValue members) {
    return union.discriminator() != null
        ? findTag(union.discriminator(), members) != null
        : union.branches().stream()
            .anyMatch(branch -> objects.hasAnyKeyOf(branch.record(), members));
  }

  void repairUnion(UnionNode union, LenientValue value, LazyPath where) {
    LenientValue only = aligner.unwrapSingleton(value, where);
    if (!(only instanceof ObjectValue members) || members.ambiguity() != null) {
      aligner.rejectValue("an object", only, where);
      return;
    }
    if (union.discriminator() == null) {
      repairByKeys(union, members, where);
    } else {
      repairByTag(union, union.discriminator(), members, where);
    }
  }

  private void repairByTag(UnionNode union, String key, ObjectValue members, LazyPath where) {
    Property found = findTag(key, members);
    if (found == null) {
      repairUntagged(union, key, members, where);
      return;
    }
    LazyPath below = where.child(DecodeContext.pathSegment(key));
    boolean readable =
        found.value().ambiguity() == null && !ScalarRepairer.isUnquotedNumber(found.value());
    String said = readable ? ScalarRepairer.textOf(found.value()) : null;
    String tag = said == null ? null : NameMatcher.matchTag(union.branches(), said);
    UnionMemberNode branch = tag == null ? null : union.branch(tag);
    if (branch == null || isDuplicated(found, key, members)) {
      context.reject(below, branch == null ? union.expectedTag() : "each key once", found.value());
      context.writeUnrepaired(members);
      return;
    }
    if (!found.key().equals(key)) {
      context.addRepair(below, Repair.Kind.KEY, found.key(), key);
    }
    if (!branch.isTagInRecord()) {
      reportTagRepairs(found.value(), branch.tag(), below);
    }
    objects.repairRecord(branch.record(), branch, members, where);
  }

  private void reportTagRepairs(LenientValue value, String tag, LazyPath where) {
    if (!tag.equals(ScalarRepairer.textOf(value))) {
      context.addRepair(where, Repair.Kind.ENUM, value, ValueDescription.quote(tag));
    } else if (value instanceof RawToken || !value.repairs().isEmpty()) {
      context.addRepair(where, Repair.Kind.QUOTES, value, ValueDescription.quote(tag));
    }
  }

  private static boolean isDuplicated(Property found, String key, ObjectValue members) {
    return members.properties().stream()
        .anyMatch(each ->
            NameMatcher.normalize(each.key()).equals(NameMatcher.normalize(key))
                && !RepairContext.isSameValue(each.value(), found.value()));
  }

  /** A union whose tag is the key under which the object stands, or in an object of its name. */
  private void repairUntagged(UnionNode union, String key, ObjectValue members, LazyPath where) {
    Property only = members.properties().size() == 1 ? members.properties().getFirst() : null;
    if (only != null && only.value() instanceof ObjectValue inner && members.isClosed()) {
      boolean hasTag = findTag(key, inner) != null;
      if (hasTag
          && (WrapperKeys.isOwnName(only.key(), union) || WrapperKeys.isEnvelope(only.key()))) {
        aligner.reportUnwrapping(where, members, inner);
        repairUnion(union, inner, where);
        return;
      }
    }
    context.reject(where.child(DecodeContext.pathSegment(key)), union.expectedTag(), "nothing");
    context.writeUnrepaired(members);
  }

  /** The member that says which of several records it is. */
  static @Nullable Property findTag(String key, ObjectValue members) {
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

  private void repairByKeys(UnionNode union, ObjectValue members, LazyPath where) {
    List<UnionMemberNode> fitting =
        union.branches().stream().filter(each -> matchesKeys(each, union, members)).toList();
    if (fitting.size() == 1) {
      objects.repairRecord(fitting.getFirst().record(), fitting.getFirst(), members, where);
      return;
    }
    Property only = members.properties().size() == 1 ? members.properties().getFirst() : null;
    if (only != null
        && only.value() instanceof ObjectValue inner
        && members.isClosed()
        && !isKeyOfUnion(only.key(), union)
        && (WrapperKeys.isOwnName(only.key(), union) || WrapperKeys.isEnvelope(only.key()))) {
      aligner.reportUnwrapping(where, members, inner);
      repairUnion(union, inner, where);
      return;
    }
    String shapes =
        String.join(
            ", ",
            union.branches().stream()
                .map(each -> each.record().name() + each.record().keySummary())
                .toList());
    context.reject(where, "the keys of only one of " + shapes, members);
    context.writeUnrepaired(members);
  }

  /** Whether it has the keys of this record, and none of those that only another one has. */
  private static boolean matchesKeys(UnionMemberNode branch, UnionNode union, ObjectValue members) {
    PropertyMatch keys = PropertyMatch.of(branch.record(), members, null);
    return keys.ambiguous().isEmpty()
        && keys.extras().stream().noneMatch(each -> isKeyOfUnion(each.key(), union))
        && branch.record().components().stream()
            .allMatch(each -> each.slot().isOptional() || !keys.matches(each.jsonName()).isEmpty());
  }

  private static boolean isKeyOfUnion(String key, UnionNode union) {
    return union.branches().stream().anyMatch(each -> PropertyMatch.isKeyOf(each.record(), key));
  }
}
