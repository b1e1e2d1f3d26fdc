package org.atomicagents.schema;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.atomicagents.internal.json.incremental.JsonSink;
import org.jspecify.annotations.Nullable;

/**
 * An object of which one doesn't know yet which record it is.
 *
 * <p>Most often that is known from the first key. What comes before is kept, to be told again to
 * the record.
 */
final class GrowingUnion extends Growing implements JsonSink {
  private final UnionNode node;
  private final boolean lenient;
  private final List<Consumer<JsonSink>> events = new ArrayList<>();
  private List<BranchNode> fitting;
  private final StringBuilder tag = new StringBuilder();
  private int depth;
  private boolean inTag;
  private @Nullable BranchNode branch;

  GrowingUnion(Growing owner, Slot slot, UnionNode node, boolean lenient) {
    super(owner, slot, false, true);
    this.node = node;
    this.fitting = node.branches();
    this.lenient = lenient;
  }

  /** The record that it is, as soon as that is known. */
  @Nullable BranchNode branch() {
    return branch;
  }

  /** Whether the object is over. */
  boolean isOver() {
    return depth < 0;
  }

  void tellAgain(JsonSink sink) {
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
      fitting = fitting.stream().filter(each -> each.record().indexOf(name) >= 0).toList();
      branch = fitting.size() == 1 ? fitting.getFirst() : null;
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
      String known = lenient ? NameMatcher.tag(node.branches(), said) : said;
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
  Slot next() {
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
  void addBroken(@Nullable Grown sofar) {
    throw new IllegalStateException("expected no part of an unknown record");
  }

  @Override
  Object whole() {
    return BROKEN;
  }

  @Override
  boolean lacks(boolean hasChild) {
    return true;
  }

  @Override
  @Nullable Grown frozen(@Nullable Grown child) {
    return null;
  }
}
