package org.atomicagents.internal.schema.media;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.atomicagents.internal.schema.decode.DecodeContext;
import org.atomicagents.internal.schema.type.ListNode;
import org.atomicagents.internal.schema.type.MapNode;
import org.atomicagents.internal.schema.type.OptionalNode;
import org.atomicagents.internal.schema.type.RecordLayout;
import org.atomicagents.internal.schema.type.RecordNode;
import org.atomicagents.internal.schema.type.TypeNode;
import org.atomicagents.internal.schema.type.TypeUse;
import org.atomicagents.internal.schema.type.UnionMemberNode;
import org.atomicagents.internal.schema.type.UnionNode;
import org.atomicagents.message.Content;
import org.atomicagents.message.Media;
import org.jspecify.annotations.Nullable;

/**
 * Encodes a value as the parts of a message: its JSON without media, then its media in the order of
 * their declaration, depth first.
 *
 * <p>A value that consists of media only is omitted together with its key or its place in a list,
 * as are a list, a map and a record of such values. Empty lists, empty maps and null remain. Takes
 * time linear in the value. Used for one value.
 */
public final class MediaEncoder {
  private final MediaTypes types;
  private final DeferredJson json = new DeferredJson();
  private final List<Media> found = new ArrayList<>();
  private final Deque<String> path = new ArrayDeque<>();

  private MediaEncoder(MediaTypes types) {
    this.types = types;
  }

  /**
   * Returns a value as parts; a text part is omitted if all of the value is media.
   *
   * @param labels whether a text part with the path precedes each medium
   */
  public static List<Content> encode(
      TypeNode root, MediaTypes types, Object value, boolean labels) {
    var encoder = new MediaEncoder(types);
    encoder.write(root, value);
    var parts = new ArrayList<Content>();
    String text = encoder.json.text();
    if (!text.isEmpty()) {
      parts.add(new Content.Text(text));
    }
    for (Media media : encoder.found) {
      String label = labels ? label(media.location()) : "";
      if (!label.isEmpty()) {
        parts.add(new Content.Text(label));
      }
      parts.add(media);
    }
    return parts;
  }

  /** Returns the label of a path, as in {@code documents[0].pdf:}; empty for the root. */
  private static String label(String location) {
    if (location.length() <= 1) {
      return "";
    }
    return location.substring(location.charAt(1) == '.' ? 2 : 1) + ":";
  }

  private void write(TypeUse slot, @Nullable Object value) {
    if (value == null) {
      json.begin().writeNull();
    } else {
      write(slot.type(), value);
    }
  }

  private void write(TypeNode node, Object value) {
    if (value instanceof Media media) {
      found.add(media.at("$" + String.join("", path)));
    } else if (!types.contains(node)) {
      node.encode(value, json.begin());
    } else {
      switch (node) {
        case OptionalNode optional -> write(optional.content(), optional.unwrap(value));
        case UnionNode union -> write(union.branchOf(value), value);
        case UnionMemberNode member -> writeMember(member, value);
        case RecordNode record -> writeRecord(record, value);
        case ListNode list -> writeList(list, value);
        case MapNode map -> writeMap(map, value);
        default -> throw new IllegalStateException("a type without media: " + node);
      }
    }
  }

  private void writeMember(UnionMemberNode member, Object value) {
    if (member.externalTagKey() == null) {
      writeRecord(member.record(), value);
      return;
    }
    json.startObject();
    json.begin().writeStringProperty(member.externalTagKey(), member.tag());
    member.record().components().forEach(component -> writeComponent(component, value));
    json.begin().writeEndObject();
  }

  private void writeRecord(RecordNode record, Object value) {
    int start = json.startObject();
    record.components().forEach(component -> writeComponent(component, value));
    if (end(start, record.components().isEmpty())) {
      json.begin().writeEndObject();
    }
  }

  private void writeComponent(RecordLayout.RecordProperty component, Object value) {
    writeChild(component.jsonName(), component.segment(), component.slot(), component.get(value));
  }

  private void writeMap(MapNode map, Object value) {
    int start = json.startObject();
    boolean[] isEmpty = {true};
    map.key()
        .forEach(
            value,
            (key, element) -> {
              isEmpty[0] = false;
              String name = map.key().format(key);
              writeChild(name, DecodeContext.pathSegment(name), map.value(), element);
            });
    if (end(start, isEmpty[0])) {
      json.begin().writeEndObject();
    }
  }

  private void writeChild(String name, String segment, TypeUse slot, @Nullable Object value) {
    int step = json.name(name);
    path.addLast(segment);
    write(slot, value);
    path.removeLast();
    if (!json.isWritten(step)) {
      json.drop();
    }
  }

  private void writeList(ListNode list, Object value) {
    int start = json.startArray();
    Iterable<?> items = value instanceof Iterable<?> all ? all : Arrays.asList((Object[]) value);
    int index = 0;
    for (Object item : items) {
      path.addLast("[" + index++ + "]");
      write(list.item(), item);
      path.removeLast();
    }
    if (end(start, index == 0)) {
      json.begin().writeEndArray();
    }
  }

  /**
   * Drops a container that consists of media only; returns whether it remains.
   *
   * @param isEmpty whether it contains neither media nor other values
   */
  private boolean end(int start, boolean isEmpty) {
    if (isEmpty || json.isWritten(start)) {
      return true;
    }
    json.drop();
    return false;
  }
}
