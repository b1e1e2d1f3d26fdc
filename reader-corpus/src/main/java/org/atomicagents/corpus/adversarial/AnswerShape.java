package org.atomicagents.corpus.adversarial;

import java.util.List;
import java.util.SequencedMap;

/** The structure of the answers of a type, from which answers and their renderings are drawn. */
public sealed interface AnswerShape {

  /** A text of a domain, such as names; the words are in {@code words.txt}. */
  record TextShape(String domain) implements AnswerShape {}

  /** An integer in a range. */
  record IntegerShape(int min, int max) implements AnswerShape {}

  /** A number with a fraction. */
  record DecimalShape(int min, int max) implements AnswerShape {}

  /** A boolean. */
  record FlagShape() implements AnswerShape {}

  /** One of several constants. */
  record ChoiceShape(List<String> constants) implements AnswerShape {}

  /** A date in the ISO notation. */
  record DayShape() implements AnswerShape {}

  /** A list. */
  record ListShape(AnswerShape item) implements AnswerShape {}

  /** A map with names as keys. */
  record MapShape(AnswerShape value) implements AnswerShape {}

  /** A record. */
  record FieldsShape(String typeName, SequencedMap<String, FieldShape> fields)
      implements AnswerShape {}

  /** A component of a record. */
  record FieldShape(AnswerShape content, boolean optional) {}

  /** A sealed type; each member has the key {@code type} with its name. */
  record UnionShape(List<FieldsShape> members) implements AnswerShape {}

  /** Any JSON, drawn as one of several shapes. */
  record AnyShape(List<AnswerShape> examples) implements AnswerShape {}

  /** Returns whether this shape is a single value without parts. */
  default boolean isScalar() {
    return switch (this) {
      case TextShape t -> true;
      case IntegerShape i -> true;
      case DecimalShape d -> true;
      case FlagShape f -> true;
      case ChoiceShape c -> true;
      case DayShape d -> true;
      default -> false;
    };
  }
}
