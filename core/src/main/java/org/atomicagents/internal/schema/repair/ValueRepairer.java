package org.atomicagents.internal.schema.repair;

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
import org.atomicagents.internal.schema.decode.DecodeContext;
import org.atomicagents.internal.schema.decode.ValueDescription;
import org.atomicagents.internal.schema.type.AnyNode;
import org.atomicagents.internal.schema.type.EnumNode;
import org.atomicagents.internal.schema.type.ListNode;
import org.atomicagents.internal.schema.type.MapNode;
import org.atomicagents.internal.schema.type.OptionalNode;
import org.atomicagents.internal.schema.type.RecordNode;
import org.atomicagents.internal.schema.type.RootWrapper;
import org.atomicagents.internal.schema.type.ScalarNode;
import org.atomicagents.internal.schema.type.TypeNode;
import org.atomicagents.internal.schema.type.TypeUse;
import org.atomicagents.internal.schema.type.UnionMemberNode;
import org.atomicagents.internal.schema.type.UnionNode;
import org.atomicagents.message.FinishReason;
import org.atomicagents.message.Repair;

/** Walks one loose value and a type tree at once, and writes what it is mended to. */
final class ValueRepairer {
  private static final AnyNode ANY = new AnyNode();

  final RepairContext context;
  private final ScalarRepairer scalars;
  private final ObjectRepairer objects;
  private final UnionRepairer unions;
  private final FinishReason reason;
  private SyntaxProfile syntaxProfile = SyntaxProfile.UNKNOWN;
  private boolean hasUnreadablePart;
  private int cost;

  ValueRepairer(String source, FinishReason reason) {
    this.context = new RepairContext(source);
    this.scalars = new ScalarRepairer(context);
    this.objects = new ObjectRepairer(this);
    this.unions = new UnionRepairer(this, objects);
    this.reason = reason;
  }

  /** How much had to be left out or changed around values for it to be of the type. */
  int cost() {
    return cost;
  }

  /** Whether a part of it is cut off or can't be read, so that it may have been the answer. */
  boolean hasUnreadablePart() {
    return hasUnreadablePart;
  }

  /** Whether the outermost object had a key of the type. */
  boolean hasKnownKey() {
    return objects.hasKnownKey();
  }

  SyntaxProfile syntaxProfile() {
    return syntaxProfile;
  }

  void repairRoot(TypeNode root, LenientValue value) {
    syntaxProfile = SyntaxProfile.of(value, context.source);
    InlineToolCall call = InlineToolCall.findIn(value);
    if (call == null || !(root instanceof RecordNode record)) {
      repairOutput(root, value);
    } else if (call.isCallFor(record)) {
      reportUnwrapping(LazyPath.ROOT, value, call.arguments());
      repairOutput(root, call.arguments());
    } else if (call.mayBeCallFor(record)) {
      context.reject(
          LazyPath.ROOT,
          "an object " + record.keySummary(),
          "a call of " + ValueDescription.quote(call.name()));
      context.writeUnrepaired(value);
    } else {
      repairOutput(root, value);
    }
  }

  private void repairOutput(TypeNode root, LenientValue value) {
    objects.inspectRoot(root, value);
    if (root instanceof RecordNode record && RootWrapper.isWrapper(root)) {
      objects.repairWrapper(record, value, LazyPath.ROOT);
    } else {
      repairNode(root, value, LazyPath.ROOT);
    }
  }

  void repairValue(TypeUse slot, LenientValue value, LazyPath where) {
    boolean nullable = slot.isOptional() || slot.type() instanceof OptionalNode;
    boolean isMaybeText =
        syntaxProfile.hasUnquotedText()
            && value instanceof RawToken word
            && (ScalarRepairer.acceptsText(slot.type())
                || (isTextList(slot.type()) && !word.value().equals("null")));
    if (nullable && value.ambiguity() == null && ScalarRepairer.isNullWord(value) && !isMaybeText) {
      scalars.writeNull(value, where);
    } else {
      repairNode(slot.type(), value, where);
    }
  }

  // One text may stand for a list of it.
  private static boolean isTextList(TypeNode type) {
    return switch (type) {
      case OptionalNode optional -> isTextList(optional.content().type());
      case ListNode list -> ScalarRepairer.acceptsText(list.item().type());
      default -> false;
    };
  }

  void repairNode(TypeNode type, LenientValue value, LazyPath where) {
    if (value.ambiguity() != null || (!value.isClosed() && ScalarRepairer.isScalar(value))) {
      hasUnreadablePart = true;
    }
    if (value.ambiguity() != null) {
      rejectValue(describeExpected(type), value, where);
      return;
    }
    switch (type) {
      case RecordNode record -> objects.repairRecord(record, null, value, where);
      case UnionMemberNode branch -> objects.repairRecord(branch.record(), branch, value, where);
      case UnionNode union -> unions.repairUnion(union, value, where);
      case ListNode list -> repairList(list, value, where);
      case MapNode map -> new MapRepairer(this).repairMap(map, value, where);
      case OptionalNode optional -> repairValue(optional.content(), value, where);
      case AnyNode ignored -> repairAny(value, where);
      case EnumNode constants -> repairScalar(constants, value, where);
      case ScalarNode scalar -> repairScalar(scalar, value, where);
    }
  }

  private void repairScalar(TypeNode type, LenientValue value, LazyPath where) {
    LenientValue only = unwrapSingleton(value, where);
    if (only.ambiguity() != null) {
      repairNode(type, only, where);
    } else if (type instanceof EnumNode constants) {
      scalars.repairConstant(constants, only, where);
    } else if (type instanceof ScalarNode scalar) {
      scalars.repairScalar(scalar, only, where);
    }
  }

  /** What stands in a list of one, where one thing is asked; the value itself if it is no such. */
  LenientValue unwrapSingleton(LenientValue value, LazyPath where) {
    if (value instanceof ArrayValue items && isComplete(items) && items.elements().size() == 1) {
      context.reportRepairs(where, items);
      reportUnwrapping(where, items, items.elements().getFirst());
      return items.elements().getFirst();
    }
    return value;
  }

  void reportUnwrapping(LazyPath where, LenientValue around, LenientValue within) {
    cost++;
    context.addRepair(where, Repair.Kind.WRAPPING, around, context.sourceText(within));
  }

  void addCost() {
    cost++;
  }

  private void repairList(ListNode node, LenientValue value, LazyPath where) {
    if (value instanceof ArrayValue items) {
      context.reportRepairs(where, items);
      if (!isComplete(items)) {
        rejectUnreadable(where, "a list that is brought to its end", items);
      } else if (syntaxProfile.hasRepairs() && hasUnevenSeparators(items)) {
        context.reject(where, "texts with escaped quotes", items);
      } else if (ScalarRepairer.acceptsText(node.item().type()) && hasAmbiguousWords(items)) {
        context.reject(where, "texts in quotes", "words of which one can't say where they end");
      }
      context.out.writeStartArray();
      for (int i = 0; i < items.elements().size(); i++) {
        repairItem(node.item(), items.elements().get(i), where.child(i));
      }
      context.out.writeEndArray();
    } else if (isSingleItem(node.item().type(), value)) {
      cost++;
      context.addRepair(where, Repair.Kind.LIST, value, "[" + context.sourceText(value) + "]");
      context.out.writeStartArray();
      repairValue(node.item(), value, where.child(0));
      context.out.writeEndArray();
    } else {
      rejectValue("a list", value, where);
    }
  }

  // [1, 2] may be one row or two where a list of lists is asked.
  private void repairItem(TypeUse slot, LenientValue item, LazyPath where) {
    boolean list = slot.type() instanceof ListNode && item.ambiguity() == null;
    if (list && !(item instanceof ArrayValue) && !ScalarRepairer.isNullWord(item)) {
      rejectValue("a list", item, where);
    } else {
      repairValue(slot, item, where);
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
  boolean mayBeComplete(ObjectValue record) {
    return record.isClosed() || reason == FinishReason.STOP;
  }

  boolean isComplete(ObjectValue map) {
    return map.isClosed()
        || (reason == FinishReason.STOP
            && !map.properties().isEmpty()
            && map.properties().getLast().value().isClosed());
  }

  void rejectMissing(LazyPath where, ObjectValue members) {
    hasUnreadablePart |= !members.isClosed();
    context.reject(where, "a value", "nothing");
  }

  void rejectUnreadable(LazyPath where, String expected, LenientValue value) {
    hasUnreadablePart = true;
    context.reject(where, expected, value);
  }

  // Where quotes aren't escaped, "a", "b" may be one text.
  private boolean hasUnevenSeparators(ArrayValue items) {
    String first = syntaxProfile.separator();
    for (int i = 1; i < items.elements().size(); i++) {
      if (items.elements().get(i - 1) instanceof StringValue one
          && items.elements().get(i) instanceof StringValue other) {
        String between = context.source.substring(one.end(), other.start());
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
  private boolean hasAmbiguousWords(ArrayValue items) {
    List<LenientValue> all = items.elements();
    for (int i = 1; i < all.size(); i++) {
      if (all.get(i - 1) instanceof RawToken one
          && all.get(i) instanceof RawToken other
          && mayBeOneText(one, other)) {
        return true;
      }
    }
    return false;
  }

  private boolean mayBeOneText(RawToken one, RawToken other) {
    String between = context.source.substring(one.end(), other.start());
    boolean apart =
        between.equals(",")
            || between.contains("\n")
            || (one.value().indexOf(' ') < 0
                && other.value().indexOf(' ') < 0
                && between.indexOf(',') == between.lastIndexOf(','));
    if (between.equals(",") && isDigit(one.value(), -1) && isDigit(other.value(), 0)) {
      return NumberTextParser.normalizeInteger(one.value() + "," + other.value()) != null
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
  private boolean isSingleItem(TypeNode item, LenientValue value) {
    return switch (item) {
      case RecordNode record ->
          value instanceof ObjectValue it && objects.containsRecord(record, it);
      case UnionMemberNode branch ->
          value instanceof ObjectValue it && objects.hasAnyKeyOf(branch.record(), it);
      case UnionNode union -> value instanceof ObjectValue it && unions.hasAnyKeyOf(union, it);
      case EnumNode ignored -> ScalarRepairer.textOf(value) != null;
      case ScalarNode scalar -> isSingleScalar(scalar, value);
      case OptionalNode optional -> isSingleItem(optional.content().type(), value);
      case AnyNode ignored -> false;
      case ListNode ignored -> false;
      case MapNode ignored -> false;
    };
  }

  private static boolean isSingleScalar(ScalarNode scalar, LenientValue value) {
    String said = ScalarRepairer.textOf(value);
    if (said == null || said.isBlank() || ScalarRepairer.isNullWord(value)) {
      return false;
    }
    return switch (scalar.jsonType()) {
      case "string" -> MultiValueDetector.isSingleValue(said);
      case "boolean" -> true;
      default -> JsonLiterals.isNumber(said.strip());
    };
  }

  private void repairAny(LenientValue value, LazyPath where) {
    if (!value.isClosed() && ScalarRepairer.textOf(value) == null) {
      rejectUnreadable(where, "a value that is brought to its end", value);
      context.writeUnrepaired(value);
      return;
    }
    switch (value) {
      case ObjectValue members -> repairAnyObject(members, where);
      case ArrayValue items -> {
        context.reportRepairs(where, items);
        context.out.writeStartArray();
        for (int i = 0; i < items.elements().size(); i++) {
          repairNode(ANY, items.elements().get(i), where.child(i));
        }
        context.out.writeEndArray();
      }
      case StringValue text -> {
        scalars.reportQuotes(text, text.value(), where);
        context.out.writeString(text.value());
      }
      case RawToken word -> repairAnyToken(word, where);
    }
  }

  private void repairAnyObject(ObjectValue members, LazyPath where) {
    context.reportRepairs(where, members);
    Map<String, LenientValue> known = new HashMap<>();
    context.out.writeStartObject();
    for (Property member : members.properties()) {
      LazyPath below = where.child(DecodeContext.pathSegment(member.key()));
      reportKeyRepairs(member, below);
      if (known.put(member.key(), member.value()) != null) {
        context.reject(below, "each key once", member.value());
      }
      context.out.writeName(member.key());
      repairNode(ANY, member.value(), below);
    }
    context.out.writeEndObject();
  }

  private void repairAnyToken(RawToken word, LazyPath where) {
    String said = word.value();
    if (JsonLiterals.isValid(said)) {
      context.out.writeRawValue(said);
    } else if (ScalarRepairer.isNullWord(word)) {
      scalars.writeNull(word, where);
    } else if (said.equals("True") || said.equals("False")) {
      context.addRepair(where, Repair.Kind.LITERAL, word, said.equals("True") ? "true" : "false");
      context.out.writeBoolean(said.equals("True"));
    } else if (JsonLiterals.isNumberOrLiteral(said)
        || NumberTextParser.normalizeInteger(said) != null
        || said.isEmpty()) {
      rejectValue("a JSON value", word, where);
    } else {
      scalars.reportQuotes(word, said, where);
      context.out.writeString(said);
    }
  }

  /** Reports what had to be mended to read a key. */
  void reportKeyRepairs(Property member, LazyPath where) {
    if (!member.repairs().isEmpty()) {
      context.reportRepairs(
          where, member.repairs(), member.key(), ValueDescription.quote(member.key()));
    }
  }

  void rejectValue(String expected, LenientValue value, LazyPath where) {
    context.reject(where, expected, value);
    context.writeUnrepaired(value);
  }

  static String describeExpected(TypeNode type) {
    return switch (type) {
      case RecordNode ignored -> "an object";
      case UnionMemberNode ignored -> "an object";
      case UnionNode ignored -> "an object";
      case MapNode ignored -> "an object";
      case ListNode ignored -> "a list";
      case AnyNode ignored -> "a value";
      case EnumNode constants -> constants.expected();
      case OptionalNode optional -> describeExpected(optional.content().type());
      case ScalarNode scalar ->
          switch (scalar.jsonType()) {
            case "string" ->
                scalar.formatDescription().isEmpty() ? "a string" : scalar.formatDescription();
            case "boolean" -> "true or false";
            case "integer" -> "an integer";
            default -> "a number";
          };
    };
  }
}
