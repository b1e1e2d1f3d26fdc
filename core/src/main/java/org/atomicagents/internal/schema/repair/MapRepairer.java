package org.atomicagents.internal.schema.repair;

import java.util.HashMap;
import java.util.Map;
import org.atomicagents.internal.json.lenient.LenientValue;
import org.atomicagents.internal.json.lenient.LenientValue.ArrayValue;
import org.atomicagents.internal.json.lenient.LenientValue.ObjectValue;
import org.atomicagents.internal.json.lenient.LenientValue.Property;
import org.atomicagents.internal.json.lenient.LenientValue.StringValue;
import org.atomicagents.internal.schema.decode.DecodeContext;
import org.atomicagents.internal.schema.decode.ValueDescription;
import org.atomicagents.internal.schema.type.MapKey;
import org.atomicagents.internal.schema.type.MapNode;
import org.atomicagents.internal.schema.type.NameMatcher;
import org.atomicagents.message.Repair;
import org.jspecify.annotations.Nullable;

/** Mends maps, written as an object or as a list of keys and values. */
final class MapRepairer {
  private final ValueRepairer aligner;
  private final RepairContext context;

  MapRepairer(ValueRepairer aligner) {
    this.aligner = aligner;
    this.context = aligner.context;
  }

  void repairMap(MapNode node, LenientValue value, LazyPath where) {
    if (value instanceof ArrayValue items && items.isClosed() && isEntryList(items)) {
      repairEntries(node, items, where);
      return;
    }
    LenientValue only = aligner.unwrapSingleton(value, where);
    if (!(only instanceof ObjectValue members) || members.ambiguity() != null) {
      aligner.rejectValue("an object", only, where);
      return;
    }
    context.reportRepairs(where, members);
    if (!aligner.isComplete(members)) {
      aligner.rejectUnreadable(where, "an object that is brought to its end", members);
    }
    repairProperties(node, members, where);
  }

  private void repairProperties(MapNode node, ObjectValue members, LazyPath where) {
    Map<String, LenientValue> known = new HashMap<>();
    context.out.writeStartObject();
    for (Property member : members.properties()) {
      LazyPath below = where.child(DecodeContext.pathSegment(member.key()));
      aligner.reportKeyRepairs(member, below);
      String key = repairKey(node.key(), member.key(), below);
      LenientValue other = known.putIfAbsent(key, member.value());
      if (other == null) {
        context.out.writeName(key);
        aligner.repairValue(node.value(), member.value(), below);
      } else if (RepairContext.isSameValue(other, member.value())) {
        context.addRepair(below, Repair.Kind.EXTRA_KEY, member.value(), "");
      } else {
        context.reject(below, "each key once", member.value());
      }
    }
    context.out.writeEndObject();
  }

  /** The key as the type has it, or as it is if it is none. */
  private String repairKey(MapKey type, String said, LazyPath where) {
    String constant =
        type.constants() == null ? said : NameMatcher.matchConstant(type.constants(), said);
    if (constant == null || type.parse(constant) == null) {
      context.reject(where, "a key that is " + type.expected(), ValueDescription.quote(said));
      return said;
    }
    if (!constant.equals(said)) {
      context.addRepair(where, Repair.Kind.KEY, said, constant);
    }
    return constant;
  }

  private static boolean isEntryList(ArrayValue items) {
    return items.elements().stream()
        .allMatch(each ->
            each instanceof ObjectValue entry
                && entry.properties().size() == 2
                && entry.isClosed()
                && findProperty(entry, MapNode.KEY) instanceof StringValue
                && findProperty(entry, MapNode.VALUE) != null);
  }

  private static @Nullable LenientValue findProperty(ObjectValue entry, String name) {
    for (Property member : entry.properties()) {
      if (member.key().equals(name)) {
        return member.value();
      }
    }
    return null;
  }

  private void repairEntries(MapNode node, ArrayValue items, LazyPath where) {
    context.reportRepairs(where, items);
    context.out.writeStartArray();
    for (int i = 0; i < items.elements().size(); i++) {
      var entry = (ObjectValue) items.elements().get(i);
      LazyPath below = where.child(i);
      context.reportRepairs(below, entry);
      context.out.writeStartObject();
      for (Property member : entry.properties()) {
        LazyPath at = below.child(DecodeContext.pathSegment(member.key()));
        aligner.reportKeyRepairs(member, at);
        context.out.writeName(member.key());
        if (member.key().equals(MapNode.KEY)) {
          repairEntryKey(node.key(), member.value(), at);
        } else {
          aligner.repairValue(node.value(), member.value(), at);
        }
      }
      context.out.writeEndObject();
    }
    context.out.writeEndArray();
  }

  private void repairEntryKey(MapKey type, LenientValue value, LazyPath where) {
    if (value instanceof StringValue text && text.ambiguity() == null && text.isClosed()) {
      context.reportRepairs(
          where, text.repairs(), context.sourceText(text), ValueDescription.quote(text.value()));
      context.out.writeString(repairKey(type, text.value(), where));
    } else {
      aligner.rejectValue(type.expected(), value, where);
    }
  }
}
