package org.atomicagents.schema;

import java.util.HashMap;
import java.util.Map;
import org.atomicagents.internal.json.lenient.LenientValue;
import org.atomicagents.internal.json.lenient.LenientValue.ArrayValue;
import org.atomicagents.internal.json.lenient.LenientValue.ObjectValue;
import org.atomicagents.internal.json.lenient.LenientValue.Property;
import org.atomicagents.internal.json.lenient.LenientValue.StringValue;
import org.atomicagents.message.Repair;
import org.jspecify.annotations.Nullable;

/** Mends maps, written as an object or as a list of keys and values. */
final class MapAlignment {
  private final Aligner aligner;
  private final Mending mending;

  MapAlignment(Aligner aligner) {
    this.aligner = aligner;
    this.mending = aligner.mending;
  }

  void map(MapNode node, LenientValue value, Where where) {
    if (value instanceof ArrayValue items && items.isClosed() && areEntries(items)) {
      entries(node, items, where);
      return;
    }
    LenientValue only = aligner.only(value, where);
    if (!(only instanceof ObjectValue members) || members.ambiguity() != null) {
      aligner.refuse("an object", only, where);
      return;
    }
    mending.report(where, members);
    if (!aligner.isComplete(members)) {
      aligner.broken(where, "an object that is brought to its end", members);
    }
    members(node, members, where);
  }

  private void members(MapNode node, ObjectValue members, Where where) {
    Map<String, LenientValue> known = new HashMap<>();
    mending.out.writeStartObject();
    for (Property member : members.properties()) {
      Where below = where.at(Decoding.segment(member.key()));
      aligner.key(member, below);
      String key = key(node.key(), member.key(), below);
      LenientValue other = known.putIfAbsent(key, member.value());
      if (other == null) {
        mending.out.writeName(key);
        aligner.value(node.value(), member.value(), below);
      } else if (Mending.same(other, member.value())) {
        mending.repair(below, Repair.Kind.EXTRA_KEY, member.value(), "");
      } else {
        mending.reject(below, "each key once", member.value());
      }
    }
    mending.out.writeEndObject();
  }

  /** The key as the type has it, or as it is if it is none. */
  private String key(MapKey type, String said, Where where) {
    String constant = type.names() == null ? said : NameMatcher.constant(type.names(), said);
    if (constant == null || type.read(constant) == null) {
      mending.reject(where, "a key that is " + type.expected(), Found.text(said));
      return said;
    }
    if (!constant.equals(said)) {
      mending.repair(where, Repair.Kind.KEY, said, constant);
    }
    return constant;
  }

  private static boolean areEntries(ArrayValue items) {
    return items.elements().stream()
        .allMatch(each ->
            each instanceof ObjectValue entry
                && entry.properties().size() == 2
                && entry.isClosed()
                && part(entry, MapNode.KEY) instanceof StringValue
                && part(entry, MapNode.VALUE) != null);
  }

  private static @Nullable LenientValue part(ObjectValue entry, String name) {
    for (Property member : entry.properties()) {
      if (member.key().equals(name)) {
        return member.value();
      }
    }
    return null;
  }

  private void entries(MapNode node, ArrayValue items, Where where) {
    mending.report(where, items);
    mending.out.writeStartArray();
    for (int i = 0; i < items.elements().size(); i++) {
      var entry = (ObjectValue) items.elements().get(i);
      Where below = where.at(i);
      mending.report(below, entry);
      mending.out.writeStartObject();
      for (Property member : entry.properties()) {
        Where at = below.at(Decoding.segment(member.key()));
        aligner.key(member, at);
        mending.out.writeName(member.key());
        if (member.key().equals(MapNode.KEY)) {
          entryKey(node.key(), member.value(), at);
        } else {
          aligner.value(node.value(), member.value(), at);
        }
      }
      mending.out.writeEndObject();
    }
    mending.out.writeEndArray();
  }

  private void entryKey(MapKey type, LenientValue value, Where where) {
    if (value instanceof StringValue text && text.ambiguity() == null && text.isClosed()) {
      mending.report(where, text.repairs(), mending.slice(text), Found.text(text.value()));
      mending.out.writeString(key(type, text.value(), where));
    } else {
      aligner.refuse(type.expected(), value, where);
    }
  }
}
