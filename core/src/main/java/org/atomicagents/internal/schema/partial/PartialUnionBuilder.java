package org.atomicagents.internal.schema.partial;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.atomicagents.internal.json.incremental.JsonSink;
import org.atomicagents.internal.schema.type.NameMatcher;
import org.atomicagents.internal.schema.type.TypeUse;
import org.atomicagents.internal.schema.type.UnionMemberNode;
import org.atomicagents.internal.schema.type.UnionNode;
import org.jspecify.annotations.Nullable;

/**
 * Buffers the events of an object whose union member is not known yet.
 *
 * <p>Usually the first key identifies the member. The buffered events are then replayed to its
 * builder.
 */
final class PartialUnionBuilder extends PartialBuilder implements JsonSink {
  private final UnionNode node;
  private final boolean lenient;
  private final List<Consumer<JsonSink>> events = new ArrayList<>();
  private List<UnionMemberNode> candidates;
  private final StringBuilder tag = new StringBuilder();
  private int depth;
  private boolean inTag;
  private @Nullable UnionMemberNode branch;

  PartialUnionBuilder(PartialBuilder parent, TypeUse slot, UnionNode node, boolean lenient) {
    super(parent, slot, false, true);
    this.node = node;
    this.candidates = node.branches();
    this.lenient = lenient;
  }

  /** Returns the union member; null if it is not known yet. */
  @Nullable UnionMemberNode branch() {
    return branch;
  }

  /** Returns whether the object is closed. */
  boolean isClosed() {
    return depth < 0;
  }

  /** Replays all events so far. */
  void replay(JsonSink sink) {
    events.forEach(event -> event.accept(sink));
  }

  @Override
  public void startProperty(String name) {
    events.add(sink -> sink.startProperty(name));
    if (depth > 0) {
      return;
    }
    String discriminator = node.discriminator();
    if (discriminator == null) {
      candidates =
          candidates.stream().filter(candidate -> candidate.record().indexOf(name) >= 0).toList();
      branch = candidates.size() == 1 ? candidates.getFirst() : null;
    } else {
      inTag =
          name.equals(discriminator)
              || (lenient
                  && NameMatcher.normalize(name).equals(NameMatcher.normalize(discriminator)));
    }
  }

  @Override
  public void startObject() {
    depth++;
    inTag = false;
    events.add(JsonSink::startObject);
  }

  @Override
  public void endObject() {
    depth--;
    events.add(JsonSink::endObject);
  }

  @Override
  public void startArray() {
    depth++;
    inTag = false;
    events.add(JsonSink::startArray);
  }

  @Override
  public void endArray() {
    depth--;
    events.add(JsonSink::endArray);
  }

  @Override
  public void startString() {
    tag.setLength(0);
    events.add(JsonSink::startString);
  }

  @Override
  public void appendString(char[] source, int from, int to) {
    char[] copy = Arrays.copyOfRange(source, from, to);
    events.add(sink -> sink.appendString(copy, 0, copy.length));
    if (inTag) {
      tag.append(copy);
    }
  }

  @Override
  public void endString() {
    events.add(JsonSink::endString);
    if (inTag && depth == 0) {
      String tagText = tag.toString();
      String knownTag = lenient ? NameMatcher.matchTag(node.branches(), tagText) : tagText;
      branch = knownTag == null ? null : node.branch(knownTag);
      inTag = false;
    }
  }

  @Override
  public void scalar(String token) {
    events.add(sink -> sink.scalar(token));
  }

  @Override
  public void ambiguousValue() {
    events.add(JsonSink::ambiguousValue);
  }

  @Override
  public void reset() {
    throw new IllegalStateException("the decoder discards all builders on reset");
  }

  @Override
  public boolean isPlausible() {
    return false;
  }

  @Override
  TypeUse nextType() {
    return slot();
  }

  @Override
  String segment() {
    return "";
  }

  @Override
  void add(@Nullable Object value) {
    throw new IllegalStateException("an unidentified union member has no parts");
  }

  @Override
  void addInvalid(@Nullable PartialNode partial) {
    throw new IllegalStateException("an unidentified union member has no parts");
  }

  @Override
  Object complete() {
    return INVALID;
  }

  @Override
  boolean lacksRequiredPart(boolean hasChild) {
    return true;
  }

  @Override
  @Nullable PartialNode createSnapshot(@Nullable PartialNode child) {
    return null;
  }
}
