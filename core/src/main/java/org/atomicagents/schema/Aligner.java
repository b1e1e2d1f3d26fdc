package org.atomicagents.schema;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.atomicagents.internal.json.JsonLiterals;
import org.atomicagents.internal.json.lenient.LenientValue;
import org.atomicagents.internal.json.lenient.LenientValue.ArrayValue;
import org.atomicagents.internal.json.lenient.LenientValue.ObjectValue;
import org.atomicagents.internal.json.lenient.LenientValue.Property;
import org.atomicagents.internal.json.lenient.LenientValue.RawToken;
import org.atomicagents.internal.json.lenient.LenientValue.StringValue;
import org.atomicagents.message.FinishReason;
import org.atomicagents.message.Repair;

/** Walks one loose value and a type tree at once, and writes what it is mended to. */
final class Aligner {
  private static final AnyNode ANY = new AnyNode();

  final Mending mending;
  private final ScalarAlignment scalars;
  private final ObjectAlignment objects;
  private final UnionAlignment unions;
  private final FinishReason reason;
  private Handwriting handwriting = Handwriting.UNKNOWN;
  private boolean isBroken;
  private int cost;

  Aligner(String source, FinishReason reason) {
    this.mending = new Mending(source);
    this.scalars = new ScalarAlignment(mending);
    this.objects = new ObjectAlignment(this);
    this.unions = new UnionAlignment(this, objects);
    this.reason = reason;
  }

  /** How much had to be left out or changed around values for it to be of the type. */
  int cost() {
    return cost;
  }

  /** Whether a part of it is cut off or can't be read, so that it may have been the answer. */
  boolean isBroken() {
    return isBroken;
  }

  /** Whether the outermost object had a key of the type. */
  boolean isKnown() {
    return objects.isKnown();
  }

  Handwriting handwriting() {
    return handwriting;
  }

  void root(TypeNode root, LenientValue value) {
    handwriting = Handwriting.of(value, mending.source);
    WrittenCall call = WrittenCall.in(value);
    if (call == null || !(root instanceof RecordNode record)) {
      answer(root, value);
    } else if (call.isOf(record)) {
      wrapped(Where.ROOT, value, call.arguments());
      answer(root, call.arguments());
    } else if (call.isUnsureOf(record)) {
      mending.reject(
          Where.ROOT, "an object " + record.shape(), "a call of " + Found.text(call.name()));
      mending.raw(value);
    } else {
      answer(root, value);
    }
  }

  private void answer(TypeNode root, LenientValue value) {
    objects.begin(root, value);
    if (root instanceof RecordNode record && Wrapping.is(root)) {
      objects.wrapping(record, value, Where.ROOT);
    } else {
      node(root, value, Where.ROOT);
    }
  }

  void value(Slot slot, LenientValue value, Where where) {
    boolean nullable = slot.isOptional() || slot.type() instanceof OptionalNode;
    boolean isMaybeText =
        handwriting.hasBareTexts()
            && value instanceof RawToken word
            && (ScalarAlignment.isText(slot.type())
                || (isTexts(slot.type()) && !word.value().equals("null")));
    if (nullable && value.ambiguity() == null && ScalarAlignment.isNull(value) && !isMaybeText) {
      scalars.writeNull(value, where);
    } else {
      node(slot.type(), value, where);
    }
  }

  // One text may stand for a list of it.
  private static boolean isTexts(TypeNode type) {
    return switch (type) {
      case OptionalNode optional -> isTexts(optional.content().type());
      case ListNode list -> ScalarAlignment.isText(list.item().type());
      default -> false;
    };
  }

  void node(TypeNode type, LenientValue value, Where where) {
    if (value.ambiguity() != null || (!value.isClosed() && ScalarAlignment.isLeaf(value))) {
      isBroken = true;
    }
    if (value.ambiguity() != null) {
      refuse(expected(type), value, where);
      return;
    }
    switch (type) {
      case RecordNode record -> objects.record(record, null, value, where);
      case BranchNode branch -> objects.record(branch.record(), branch, value, where);
      case UnionNode union -> unions.union(union, value, where);
      case ListNode list -> list(list, value, where);
      case MapNode map -> new MapAlignment(this).map(map, value, where);
      case OptionalNode optional -> value(optional.content(), value, where);
      case AnyNode ignored -> any(value, where);
      case EnumNode constants -> leaf(constants, value, where);
      case ScalarNode scalar -> leaf(scalar, value, where);
    }
  }

  private void leaf(TypeNode type, LenientValue value, Where where) {
    LenientValue only = only(value, where);
    if (only.ambiguity() != null) {
      node(type, only, where);
    } else if (type instanceof EnumNode constants) {
      scalars.constant(constants, only, where);
    } else if (type instanceof ScalarNode scalar) {
      scalars.scalar(scalar, only, where);
    }
  }

  /** What stands in a list of one, where one thing is asked; the value itself if it is no such. */
  LenientValue only(LenientValue value, Where where) {
    if (value instanceof ArrayValue items && isComplete(items) && items.elements().size() == 1) {
      mending.report(where, items);
      wrapped(where, items, items.elements().getFirst());
      return items.elements().getFirst();
    }
    return value;
  }

  void wrapped(Where where, LenientValue around, LenientValue within) {
    cost++;
    mending.repair(where, Repair.Kind.WRAPPING, around, mending.slice(within));
  }

  void costs() {
    cost++;
  }

  private void list(ListNode node, LenientValue value, Where where) {
    if (value instanceof ArrayValue items) {
      mending.report(where, items);
      if (!isComplete(items)) {
        broken(where, "a list that is brought to its end", items);
      } else if (handwriting.isMended() && isUnevenlyParted(items)) {
        mending.reject(where, "texts with escaped quotes", items);
      } else if (ScalarAlignment.isText(node.item().type()) && holdsWordsSideBySide(items)) {
        mending.reject(where, "texts in quotes", "words of which one can't say where they end");
      }
      mending.out.writeStartArray();
      for (int i = 0; i < items.elements().size(); i++) {
        item(node.item(), items.elements().get(i), where.at(i));
      }
      mending.out.writeEndArray();
    } else if (isOne(node.item().type(), value)) {
      cost++;
      mending.repair(where, Repair.Kind.LIST, value, "[" + mending.slice(value) + "]");
      mending.out.writeStartArray();
      value(node.item(), value, where.at(0));
      mending.out.writeEndArray();
    } else {
      refuse("a list", value, where);
    }
  }

  // [1, 2] may be one row or two where a list of lists is asked.
  private void item(Slot slot, LenientValue item, Where where) {
    boolean list = slot.type() instanceof ListNode && item.ambiguity() == null;
    if (list && !(item instanceof ArrayValue) && !ScalarAlignment.isNull(item)) {
      refuse("a list", item, where);
    } else {
      value(slot, item, where);
    }
  }

  /** Whether a list or map has all that its author wanted to say. */
  private boolean isComplete(ArrayValue items) {
    return items.isClosed()
        || (reason == FinishReason.STOP
            && !items.elements().isEmpty()
            && items.elements().getLast().isClosed());
  }

  /** Whether an object that isn't brought to its end may have had nothing more to say. */
  boolean mayEnd(ObjectValue record) {
    return record.isClosed() || reason == FinishReason.STOP;
  }

  boolean isComplete(ObjectValue map) {
    return map.isClosed()
        || (reason == FinishReason.STOP
            && !map.properties().isEmpty()
            && map.properties().getLast().value().isClosed());
  }

  void missing(Where where, ObjectValue members) {
    isBroken |= !members.isClosed();
    mending.reject(where, "a value", "nothing");
  }

  void broken(Where where, String expected, LenientValue value) {
    isBroken = true;
    mending.reject(where, expected, value);
  }

  // Where quotes aren't escaped, "a", "b" may be one text.
  private boolean isUnevenlyParted(ArrayValue items) {
    String first = handwriting.separator();
    for (int i = 1; i < items.elements().size(); i++) {
      if (items.elements().get(i - 1) instanceof StringValue one
          && items.elements().get(i) instanceof StringValue other) {
        String between = mending.source.substring(one.end(), other.start());
        boolean counts = between.strip().equals(",") && !between.contains("\n");
        if (counts && first != null && !first.equals(between)) {
          return true;
        }
        first = counts ? between : first;
      }
    }
    return false;
  }

  // [Zurich, Main Street] may be two texts, or one with a comma in it.
  private boolean holdsWordsSideBySide(ArrayValue items) {
    List<LenientValue> all = items.elements();
    for (int i = 1; i < all.size(); i++) {
      if (all.get(i - 1) instanceof RawToken one
          && all.get(i) instanceof RawToken other
          && isOneText(one, other)) {
        return true;
      }
    }
    return false;
  }

  private boolean isOneText(RawToken one, RawToken other) {
    String between = mending.source.substring(one.end(), other.start());
    boolean apart =
        between.equals(",")
            || between.contains("\n")
            || (one.value().indexOf(' ') < 0
                && other.value().indexOf(' ') < 0
                && between.indexOf(',') == between.lastIndexOf(','));
    if (between.equals(",") && isDigit(one.value(), -1) && isDigit(other.value(), 0)) {
      return Numerals.readWhole(one.value() + "," + other.value()) != null
          || !(JsonLiterals.isNumberOrLiteral(one.value())
              && JsonLiterals.isNumberOrLiteral(other.value()));
    }
    return !apart;
  }

  private static boolean isDigit(String text, int at) {
    char c = text.charAt(at < 0 ? text.length() + at : at);
    return c >= '0' && c <= '9';
  }

  /** Whether a value can only be the one item of a list. */
  private boolean isOne(TypeNode item, LenientValue value) {
    return switch (item) {
      case RecordNode record -> value instanceof ObjectValue it && objects.holds(record, it);
      case BranchNode branch ->
          value instanceof ObjectValue it && objects.knows(branch.record(), it);
      case UnionNode union -> value instanceof ObjectValue it && unions.knows(union, it);
      case EnumNode ignored -> ScalarAlignment.said(value) != null;
      case ScalarNode scalar -> isOneScalar(scalar, value);
      case OptionalNode optional -> isOne(optional.content().type(), value);
      case AnyNode ignored -> false;
      case ListNode ignored -> false;
      case MapNode ignored -> false;
    };
  }

  private static boolean isOneScalar(ScalarNode scalar, LenientValue value) {
    String said = ScalarAlignment.said(value);
    if (said == null || said.isBlank() || ScalarAlignment.isNull(value)) {
      return false;
    }
    return switch (scalar.jsonType()) {
      case "string" -> Several.isOne(said);
      case "boolean" -> true;
      default -> JsonLiterals.isNumber(said.strip());
    };
  }

  private void any(LenientValue value, Where where) {
    if (!value.isClosed() && ScalarAlignment.said(value) == null) {
      broken(where, "a value that is brought to its end", value);
      mending.raw(value);
      return;
    }
    switch (value) {
      case ObjectValue members -> anyObject(members, where);
      case ArrayValue items -> {
        mending.report(where, items);
        mending.out.writeStartArray();
        for (int i = 0; i < items.elements().size(); i++) {
          node(ANY, items.elements().get(i), where.at(i));
        }
        mending.out.writeEndArray();
      }
      case StringValue text -> {
        scalars.quotes(text, text.value(), where);
        mending.out.writeString(text.value());
      }
      case RawToken word -> anyWord(word, where);
    }
  }

  private void anyObject(ObjectValue members, Where where) {
    mending.report(where, members);
    Map<String, LenientValue> known = new HashMap<>();
    mending.out.writeStartObject();
    for (Property member : members.properties()) {
      Where below = where.at(Decoding.segment(member.key()));
      key(member, below);
      if (known.put(member.key(), member.value()) != null) {
        mending.reject(below, "each key once", member.value());
      }
      mending.out.writeName(member.key());
      node(ANY, member.value(), below);
    }
    mending.out.writeEndObject();
  }

  private void anyWord(RawToken word, Where where) {
    String said = word.value();
    if (JsonLiterals.isValid(said)) {
      mending.out.writeRawValue(said);
    } else if (ScalarAlignment.isNull(word)) {
      scalars.writeNull(word, where);
    } else if (said.equals("True") || said.equals("False")) {
      mending.repair(where, Repair.Kind.LITERAL, word, said.equals("True") ? "true" : "false");
      mending.out.writeBoolean(said.equals("True"));
    } else if (JsonLiterals.isNumberOrLiteral(said)
        || Numerals.readWhole(said) != null
        || said.isEmpty()) {
      refuse("a JSON value", word, where);
    } else {
      scalars.quotes(word, said, where);
      mending.out.writeString(said);
    }
  }

  /** Reports what had to be mended to read a key. */
  void key(Property member, Where where) {
    if (!member.repairs().isEmpty()) {
      mending.report(where, member.repairs(), member.key(), Found.text(member.key()));
    }
  }

  void refuse(String expected, LenientValue value, Where where) {
    mending.reject(where, expected, value);
    mending.raw(value);
  }

  static String expected(TypeNode type) {
    return switch (type) {
      case RecordNode ignored -> "an object";
      case BranchNode ignored -> "an object";
      case UnionNode ignored -> "an object";
      case MapNode ignored -> "an object";
      case ListNode ignored -> "a list";
      case AnyNode ignored -> "a value";
      case EnumNode constants -> constants.expected();
      case OptionalNode optional -> expected(optional.content().type());
      case ScalarNode scalar ->
          switch (scalar.jsonType()) {
            case "string" -> scalar.form().isEmpty() ? "a string" : scalar.form();
            case "boolean" -> "true or false";
            case "integer" -> "an integer";
            default -> "a number";
          };
    };
  }
}
