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
 * An object of which one doesn't know yet which record it is.
 *
 * <p>Most often that is known from the first key. What comes before is kept, to be told again to
 * the record.
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

  PartialUnionBuilder(PartialBuilder owner, TypeUse slot, UnionNode node, boolean lenient) {
    super(owner, slot, false, true);
    this.node = node;
    this.candidates = node.branches();
    this.lenient = lenient;
  }

  /** The record that it is, as soon as that is known. */
  @Nullable UnionMemberNode branch() {
    return branch;
  }

  /** Whether the object is over. */
  boolean isClosed() {
    return depth < 0;
  }

  void replay(JsonSink sink) {
    events.forEach(event -> event.accept(sink));
  }

  @Override
  public void startProperty(String name) {
    events.add(sink -> sink.startProperty(name));
    if (depth > 0) {
      return;
    }
    String wanted = node.discriminator();
    if (wanted == null) {
      candidates = candidates.stream().filter(each -> each.record().indexOf(name) >= 0).toList();
      branch = candidates.size() == 1 ? candidates.getFirst() : null;
    } else {
      inTag =
          name.equals(wanted)
              || (lenient && NameMatcher.normalize(name).equals(NameMatcher.normalize(wanted)));
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
      String said = tag.toString();
      String known = lenient ? NameMatcher.matchTag(node.branches(), said) : said;
      branch = known == null ? null : node.branch(known);
      inTag = false;
    }
  }

  @Override
  public void scalar(String word) {
    events.add(sink -> sink.scalar(word));
  }

  @Override
  public void ambiguousValue() {
    events.add(JsonSink::ambiguousValue);
  }

  @Override
  public void reset() {
    throw new IllegalStateException("expected it to be dropped as a whole");
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
    throw new IllegalStateException("expected no part of an unknown record");
  }

  @Override
  void addInvalid(@Nullable PartialNode sofar) {
    throw new IllegalStateException("expected no part of an unknown record");
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
