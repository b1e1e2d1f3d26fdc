package org.atomicagents.schema;

import java.util.HashMap;
import java.util.Map;
import org.atomicagents.internal.json.LooseValue;
import org.atomicagents.internal.json.LooseValue.Items;
import org.atomicagents.internal.json.LooseValue.Member;
import org.atomicagents.internal.json.LooseValue.Members;
import org.atomicagents.internal.json.LooseValue.Text;
import org.atomicagents.model.Repair;
import org.jspecify.annotations.Nullable;

/** Mends maps, written as an object or as a list of keys and values. */
final class MapAlignment {
  private final Aligner aligner;
  private final Mending mending;

  MapAlignment(Aligner aligner) {
    this.aligner = aligner;
    this.mending = aligner.mending;
  }

  void map(MapNode node, LooseValue value, Where where) {
    if (value instanceof Items items && items.isClosed() && areEntries(items)) {
      entries(node, items, where);
      return;
    }
    LooseValue only = aligner.only(value, where);
    if (!(only instanceof Members members) || members.doubt() != null) {
      aligner.refuse("an object", only, where);
      return;
    }
    mending.report(where, members);
    if (!aligner.isComplete(members)) {
      aligner.broken(where, "an object that is brought to its end", members);
    }
    members(node, members, where);
  }

  private void members(MapNode node, Members members, Where where) {
    Map<String, LooseValue> known = new HashMap<>();
    mending.out.writeStartObject();
    for (Member member : members.all()) {
      Where below = where.at(Decoding.segment(member.key()));
      aligner.key(member, below);
      String key = key(node.key(), member.key(), below);
      LooseValue other = known.putIfAbsent(key, member.value());
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

  private static boolean areEntries(Items items) {
    return items.all().stream()
        .allMatch(each ->
            each instanceof Members entry
                && entry.all().size() == 2
                && entry.isClosed()
                && part(entry, MapNode.KEY) instanceof Text
                && part(entry, MapNode.VALUE) != null);
  }

  private static @Nullable LooseValue part(Members entry, String name) {
    for (Member member : entry.all()) {
      if (member.key().equals(name)) {
        return member.value();
      }
    }
    return null;
  }

  private void entries(MapNode node, Items items, Where where) {
    mending.report(where, items);
    mending.out.writeStartArray();
    for (int i = 0; i < items.all().size(); i++) {
      var entry = (Members) items.all().get(i);
      Where below = where.at(i);
      mending.report(below, entry);
      mending.out.writeStartObject();
      for (Member member : entry.all()) {
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

  private void entryKey(MapKey type, LooseValue value, Where where) {
    if (value instanceof Text text && text.doubt() == null && text.isClosed()) {
      mending.report(where, text.mends(), mending.slice(text), Found.text(text.value()));
      mending.out.writeString(key(type, text.value(), where));
    } else {
      aligner.refuse(type.expected(), value, where);
    }
  }
}
