package org.atomicagents.corpus.adversarial;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * A part of an answer that is being written: its value, and the notation in which it appears in the
 * text. Not thread-safe.
 */
public sealed interface DraftNode {

  /** Returns the value as JSON, independent of its notation. */
  JsonNode value();

  /** Returns the leaves of this part, in the order of the text. */
  Stream<Leaf> leaves();

  /** A scalar: a string, a {@link BigDecimal} or a boolean. */
  final class Leaf implements DraftNode {
    private final AnswerShape shape;
    private final Object content;
    private @Nullable String notation;

    Leaf(AnswerShape shape, Object content) {
      this.shape = shape;
      this.content = content;
    }

    AnswerShape shape() {
      return shape;
    }

    Object content() {
      return content;
    }

    /**
     * Returns the notation that replaces the usual one in every rendering; null if there is none.
     */
    @Nullable String notation() {
      return notation;
    }

    void write(String changedNotation) {
      this.notation = changedNotation;
    }

    /** Returns the value without quotes. */
    String plain() {
      return content instanceof BigDecimal number ? number.toPlainString() : content.toString();
    }

    @Override
    public JsonNode value() {
      return switch (content) {
        case BigDecimal number -> JsonNodeFactory.instance.numberNode(number);
        case Boolean flag -> JsonNodeFactory.instance.booleanNode(flag);
        default -> JsonNodeFactory.instance.stringNode(content.toString());
      };
    }

    @Override
    public Stream<Leaf> leaves() {
      return Stream.of(this);
    }
  }

  /**
   * A list.
   *
   * @param tail text before the closing bracket, such as an ellipsis; at most one
   */
  record Items(List<DraftNode> items, List<String> tail) implements DraftNode {
    Items(List<DraftNode> items) {
      this(items, new ArrayList<>());
    }

    @Override
    public JsonNode value() {
      var array = JsonNodeFactory.instance.arrayNode();
      items.forEach(item -> array.add(item.value()));
      return array;
    }

    @Override
    public Stream<Leaf> leaves() {
      return items.stream().flatMap(DraftNode::leaves);
    }
  }

  /**
   * A record, a map or a member of a union.
   *
   * @param extras text behind the last entry, such as a further key; at most one
   */
  record Entries(AnswerShape shape, SequencedMap<String, DraftNode> entries, List<String> extras)
      implements DraftNode {
    Entries(AnswerShape shape, SequencedMap<String, DraftNode> entries) {
      this(shape, new LinkedHashMap<>(entries), new ArrayList<>());
    }

    @Override
    public JsonNode value() {
      var object = JsonNodeFactory.instance.objectNode();
      entries.forEach((key, entry) -> object.set(key, entry.value()));
      return object;
    }

    @Override
    public Stream<Leaf> leaves() {
      return entries.values().stream().flatMap(DraftNode::leaves);
    }
  }

  /** Returns this part and all parts within it. */
  default Stream<DraftNode> parts() {
    return switch (this) {
      case Leaf leaf -> Stream.of(leaf);
      case Items list ->
          Stream.concat(Stream.of(list), list.items().stream().flatMap(DraftNode::parts));
      case Entries object ->
          Stream.concat(
              Stream.of(object), object.entries().values().stream().flatMap(DraftNode::parts));
    };
  }
}
