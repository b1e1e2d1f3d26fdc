package org.atomicagents.schema;

import java.util.Set;
import org.atomicagents.internal.json.LooseValue;
import org.atomicagents.internal.json.LooseValue.Items;
import org.atomicagents.internal.json.LooseValue.Member;
import org.atomicagents.internal.json.LooseValue.Members;
import org.atomicagents.internal.json.LooseValue.Text;
import org.jspecify.annotations.Nullable;

/**
 * A call of a function that a model has written out, as in {@code {"name": "Ticket", "arguments":
 * {...}}}: its name must not be taken for what is named.
 */
record WrittenCall(String name, LooseValue arguments) {
  private static final Set<String> ARGUMENTS = Set.of("arguments", "parameters");

  /** The call that a value is, alone or in a list; null if it is none. */
  static @Nullable WrittenCall in(LooseValue value) {
    LooseValue only =
        value instanceof Items items && items.all().size() == 1 ? items.all().getFirst() : value;
    return only instanceof Members members && members.doubt() == null ? in(members) : null;
  }

  private static @Nullable WrittenCall in(Members members) {
    String name = null;
    LooseValue arguments = null;
    for (Member each : members.all()) {
      String said = ScalarAlignment.said(each.value());
      if (each.key().equals("name") && said != null) {
        name = said;
      } else if (ARGUMENTS.contains(each.key()) && isObject(each.value())) {
        arguments = each.value();
      } else if (!each.key().equals("id") && !"function".equals(said)) {
        return null;
      }
    }
    return name == null || arguments == null ? null : new WrittenCall(name, arguments);
  }

  private static boolean isObject(LooseValue value) {
    return value instanceof Members
        || (value instanceof Text text && text.value().strip().startsWith("{"));
  }

  /**
   * Whether its arguments are what was asked for, so that only the call around them is too much.
   */
  boolean isOf(RecordNode root) {
    return Labels.isOwnName(name, root) && arguments instanceof Members && !isPartOf(root);
  }

  /** Whether it may be a call, and may be what was asked for. */
  boolean isUnsureOf(RecordNode root) {
    boolean speaksOfIt =
        !(arguments instanceof Members members) || KeyMatch.of(root, members, null).isAny();
    return speaksOfIt && !root.isOpen() && !isPartOf(root);
  }

  private static boolean isPartOf(RecordNode root) {
    return ARGUMENTS.stream().anyMatch(key -> KeyMatch.knows(root, key));
  }
}
