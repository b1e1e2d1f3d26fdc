package org.atomicagents.internal.schema.repair;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.atomicagents.internal.json.JsonLiterals;
import org.atomicagents.internal.json.ReadingBudget;
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
import org.atomicagents.internal.schema.type.TextEdges;
import org.atomicagents.internal.schema.type.TypeNode;
import org.atomicagents.internal.schema.type.TypeUse;
import org.atomicagents.internal.schema.type.UnionMemberNode;
import org.atomicagents.internal.schema.type.UnionNode;
import org.atomicagents.message.FinishReason;
import org.atomicagents.message.Repair;
import org.jspecify.annotations.Nullable;

/**
 * Walks one leniently parsed value along the type tree, and writes valid JSON of that type to the
 * {@link RepairContext}.
 *
 * <p>Each {@code repair*} method that takes a value writes exactly one JSON value. If the value
 * cannot be repaired, it is written unchanged and a violation is added.
 */
final class ValueRepairer {
  private static final AnyNode ANY = new AnyNode();
  private static final int DIGIT_GROUP_SIZE = 3;

  final RepairContext context;
  private final ScalarRepairer scalarRepairer;
  private final ObjectRepairer objectRepairer;
  private final UnionRepairer unionRepairer;
  private final OmissionDetector omissions;
  private final FinishReason reason;
  private SyntaxProfile syntaxProfile = SyntaxProfile.UNKNOWN;
  private boolean hasUnreadablePart;
  private int cost;

  ValueRepairer(String source, FinishReason reason, ReadingBudget budget) {
    this.context = new RepairContext(source, budget);
    this.scalarRepairer = new ScalarRepairer(context);
    this.objectRepairer = new ObjectRepairer(this);
    this.unionRepairer = new UnionRepairer(this, objectRepairer);
    this.omissions = new OmissionDetector(source);
    this.reason = reason;
  }

  /** Returns the number of structural repairs: dropped keys, unwrapped values and created lists. */
  int cost() {
    return cost;
  }

  /**
   * Returns whether a part is truncated or ambiguous, so that the value may be the actual output.
   */
  boolean hasUnreadablePart() {
    return hasUnreadablePart;
  }

  /** Returns whether the root object has a key of the type. */
  boolean hasKnownKey() {
    return objectRepairer.hasKnownKey();
  }

  SyntaxProfile syntaxProfile() {
    return syntaxProfile;
  }

  /** Repairs a candidate to the root type. */
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
    objectRepairer.inspectRoot(root, value);
    if (root instanceof RecordNode record && RootWrapper.isWrapper(root)) {
      objectRepairer.repairWrapper(record, value, LazyPath.ROOT);
    } else {
      repairNode(root, value, LazyPath.ROOT);
    }
    objectRepairer.rejectMisplacedKeys();
  }

  void repairValue(TypeUse slot, LenientValue value, LazyPath path) {
    boolean isNullable = slot.isOptional() || slot.type() instanceof OptionalNode;
    boolean mayBeText =
        syntaxProfile.hasUnquotedText()
            && value instanceof RawToken token
            && !token.value().equals("null")
            && (ScalarRepairer.acceptsText(slot.type()) || isTextList(slot.type()));
    if (isNullable && value.ambiguity() == null && ScalarRepairer.isNullWord(value) && !mayBeText) {
      scalarRepairer.writeNull(value, path);
    } else {
      repairNode(slot.type(), value, path);
    }
  }

  // A single string can be repaired to a list of it.
  private static boolean isTextList(TypeNode type) {
    return switch (type) {
      case OptionalNode optional -> isTextList(optional.content().type());
      case ListNode list -> ScalarRepairer.acceptsText(list.item().type());
      default -> false;
    };
  }

  void repairNode(TypeNode type, LenientValue value, LazyPath path) {
    context.addSteps();
    if (value.ambiguity() != null || (!value.isClosed() && ScalarRepairer.isScalar(value))) {
      hasUnreadablePart = true;
    }
    if (value.ambiguity() != null) {
      rejectValue(describeExpected(type), value, path);
      return;
    }
    switch (type) {
      case RecordNode record -> objectRepairer.repairRecord(record, null, value, path);
      case UnionMemberNode branch ->
          objectRepairer.repairRecord(branch.record(), branch, value, path);
      case UnionNode union -> unionRepairer.repairUnion(union, value, path);
      case ListNode list -> repairList(list, value, path);
      case MapNode map -> new MapRepairer(this).repairMap(map, value, path);
      case OptionalNode optional -> repairValue(optional.content(), value, path);
      case AnyNode ignored -> repairAny(value, path);
      case EnumNode constants -> repairScalar(constants, value, path);
      case ScalarNode scalar -> repairScalar(scalar, value, path);
    }
  }

  private void repairScalar(TypeNode type, LenientValue value, LazyPath path) {
    if (ScalarRepairer.acceptsText(type) && isPlaceholder(value)) {
      rejectValue("a quoted string", value, path);
      return;
    }
    LenientValue unwrapped = unwrapSingleton(value, path);
    if (unwrapped.ambiguity() != null) {
      repairNode(type, unwrapped, path);
    } else if (type instanceof EnumNode constants) {
      scalarRepairer.repairConstant(constants, unwrapped, path);
    } else if (type instanceof ScalarNode scalar) {
      scalarRepairer.repairScalar(scalar, unwrapped, path);
    }
  }

  // As in [Your Name] and (name).
  private static boolean isPlaceholder(LenientValue value) {
    return switch (value) {
      case ArrayValue array ->
          array.elements().size() == 1 && ScalarRepairer.isWord(array.elements().getFirst());
      case RawToken token -> token.value().startsWith("(") && token.value().endsWith(")");
      default -> false;
    };
  }

  /** Returns the only element of a complete array; the value itself if it is not such an array. */
  LenientValue unwrapSingleton(LenientValue value, LazyPath path) {
    if (value instanceof ArrayValue array && isComplete(array) && array.elements().size() == 1) {
      context.reportRepairs(path, array);
      reportUnwrapping(path, array, array.elements().getFirst());
      return array.elements().getFirst();
    }
    return value;
  }

  void reportUnwrapping(LazyPath path, LenientValue wrapper, LenientValue content) {
    cost++;
    context.addRepair(path, Repair.Kind.WRAPPING, wrapper, context.sourceText(content));
  }

  void addCost() {
    cost++;
  }

  private void repairList(ListNode node, LenientValue value, LazyPath path) {
    if (value instanceof ArrayValue array) {
      context.reportRepairs(path, array);
      if (!isComplete(array)) {
        rejectUnreadable(path, "a complete list", array);
      } else if (syntaxProfile.hasRepairs() && hasUnevenSeparators(array)) {
        context.reject(path, "strings with escaped quotes", array);
      } else if (!rejectOmission(array, path) && ScalarRepairer.acceptsText(node.item().type())) {
        rejectAmbiguousWords(array, path);
      }
      context.out.writeStartArray();
      for (int i = 0; i < array.elements().size(); i++) {
        repairItem(node.item(), array.elements().get(i), path.child(i));
      }
      context.out.writeEndArray();
    } else if (isSingleItem(node.item().type(), value)) {
      cost++;
      context.addRepair(path, Repair.Kind.LIST, value, "[" + context.sourceText(value) + "]");
      context.out.writeStartArray();
      repairValue(node.item(), value, path.child(0));
      context.out.writeEndArray();
    } else {
      rejectValue("a list", value, path);
    }
  }

  // For a list of lists, [1, 2] may be one row or two.
  private void repairItem(TypeUse slot, LenientValue item, LazyPath path) {
    boolean isNestedList = slot.type() instanceof ListNode && item.ambiguity() == null;
    if (isNestedList && !(item instanceof ArrayValue) && !ScalarRepairer.isNullWord(item)) {
      rejectValue("a list", item, path);
    } else {
      repairValue(slot, item, path);
    }
  }

  /** Returns whether an array has all its elements, even if its bracket is missing. */
  private boolean isComplete(ArrayValue array) {
    return array.isClosed()
        || (reason == FinishReason.STOP
            && !array.elements().isEmpty()
            && array.elements().getLast().isClosed());
  }

  /** Returns whether a record may have all its properties, even if its bracket is missing. */
  boolean mayBeComplete(ObjectValue record) {
    return record.isClosed() || (reason == FinishReason.STOP && !record.properties().isEmpty());
  }

  /** Returns whether a map has all its entries, even if its bracket is missing. */
  boolean isComplete(ObjectValue map) {
    return map.isClosed()
        || (reason == FinishReason.STOP
            && !map.properties().isEmpty()
            && map.properties().getLast().value().isClosed());
  }

  void rejectMissing(LazyPath path, ObjectValue object) {
    hasUnreadablePart |= !object.isClosed();
    context.reject(path, "a value", "nothing");
  }

  void rejectUnreadable(LazyPath path, String expected, LenientValue value) {
    hasUnreadablePart = true;
    context.reject(path, expected, value);
  }

  // If quotes are not escaped, "a", "b" may be one string.
  private boolean hasUnevenSeparators(ArrayValue array) {
    String separator = syntaxProfile.separator();
    for (int i = 1; i < array.elements().size(); i++) {
      if (array.elements().get(i - 1) instanceof StringValue first
          && array.elements().get(i) instanceof StringValue second) {
        String between = context.source.substring(first.end(), second.start());
        boolean isSeparator = between.strip().equals(",") && !between.contains("\n");
        if (isSeparator && separator != null && !separator.equals(between)) {
          return true;
        }
        separator = isSeparator ? between : separator;
      }
    }
    return false;
  }

  private void rejectAmbiguousWords(ArrayValue array, LazyPath path) {
    if (OmissionDetector.mixesWords(array)) {
      context.reject(path, "quoted strings", "unquoted words among other values");
    } else if (isPlaceholder(array)) {
      context.reject(path, "quoted strings", "words in brackets, which may be a placeholder");
    } else if (hasAmbiguousWords(array)) {
      context.reject(path, "quoted strings", "unquoted words with ambiguous ends");
    }
  }

  /** Adds a violation if elements may have been omitted from a list; returns whether it did. */
  boolean rejectOmission(ArrayValue array, LazyPath path) {
    return rejectOmission("a complete list", omissions.findIn(array), path);
  }

  /** Adds a violation if properties may have been omitted from a record. */
  void rejectOmission(ObjectValue record, LazyPath path) {
    rejectOmission("a complete object", omissions.findInRecord(record), path);
  }

  /** Adds a violation if entries may have been omitted from a map. */
  void rejectOmittedEntries(ObjectValue map, LazyPath path) {
    rejectOmission("a complete object", omissions.findInMap(map), path);
  }

  private boolean rejectOmission(String expected, @Nullable String found, LazyPath path) {
    if (found != null) {
      context.reject(path, expected, "an omission: " + found);
    }
    return found != null;
  }

  // [Zurich, Main Street] may be two strings, or one that contains a comma.
  private boolean hasAmbiguousWords(ArrayValue array) {
    List<LenientValue> elements = array.elements();
    for (int i = 1; i < elements.size(); i++) {
      if (elements.get(i - 1) instanceof RawToken first
          && elements.get(i) instanceof RawToken second
          && (ScalarRepairer.isWord(first) || ScalarRepairer.isWord(second))
          && mayBeOneText(first, second)) {
        return true;
      }
    }
    return false;
  }

  private boolean mayBeOneText(RawToken first, RawToken second) {
    String between = context.source.substring(first.end(), second.start());
    boolean isSeparated =
        between.equals(",")
            || between.contains("\n")
            || (first.value().indexOf(' ') < 0
                && second.value().indexOf(' ') < 0
                && between.indexOf(',') == between.lastIndexOf(','));
    if (between.equals(",") && isDigit(first.value(), -1) && isDigit(second.value(), 0)) {
      return !(isNumberOrLiteral(first) && isNumberOrLiteral(second))
          || (second.end() - second.start() >= DIGIT_GROUP_SIZE
              && NumberTextParser.normalizeInteger(first.value() + "," + second.value()) != null);
    }
    return !isSeparated;
  }

  private static boolean isNumberOrLiteral(RawToken token) {
    return JsonLiterals.isNumberOrLiteral(token.source(), token.start(), token.end());
  }

  private static boolean isDigit(String text, int index) {
    char c = text.charAt(index < 0 ? text.length() + index : index);
    return c >= '0' && c <= '9';
  }

  /** Returns whether a value can only be the single item of a list. */
  private boolean isSingleItem(TypeNode item, LenientValue value) {
    return switch (item) {
      case RecordNode record ->
          value instanceof ObjectValue object && objectRepairer.containsRecord(record, object);
      case UnionMemberNode branch ->
          value instanceof ObjectValue object
              && objectRepairer.hasAnyKeyOf(branch.record(), object);
      case UnionNode union ->
          value instanceof ObjectValue object && unionRepairer.hasAnyKeyOf(union, object);
      case EnumNode constants -> isSingleConstant(constants, ScalarRepairer.textOf(value));
      case ScalarNode scalar -> isSingleScalar(scalar, value);
      case OptionalNode optional -> isSingleItem(optional.content().type(), value);
      case AnyNode ignored -> false;
      case ListNode ignored -> false;
      case MapNode ignored -> false;
    };
  }

  private static boolean isSingleConstant(EnumNode constants, @Nullable String text) {
    return text != null
        && (constants.names().contains(text) || !MultiValueDetector.isPlaceholder(text));
  }

  private static boolean isSingleScalar(ScalarNode scalar, LenientValue value) {
    String text = ScalarRepairer.textOf(value);
    if (text == null || text.isBlank() || ScalarRepairer.isNullWord(value)) {
      return false;
    }
    return switch (scalar.jsonType()) {
      case "string" ->
          scalar.acceptsAnyText()
              ? MultiValueDetector.isSingleValue(text)
              : MultiValueDetector.isSingleFormatted(text);
      case "boolean" -> !MultiValueDetector.isPlaceholder(text);
      default -> JsonLiterals.isNumber(TextEdges.strip(text));
    };
  }

  private void repairAny(LenientValue value, LazyPath path) {
    if (!value.isClosed() && ScalarRepairer.textOf(value) == null) {
      rejectUnreadable(path, "a complete value", value);
      context.writeUnrepaired(value);
      return;
    }
    switch (value) {
      case ObjectValue object -> repairAnyObject(object, path);
      case ArrayValue array -> {
        context.reportRepairs(path, array);
        if (!rejectOmission(array, path)) {
          rejectAmbiguousWords(array, path);
        }
        context.out.writeStartArray();
        for (int i = 0; i < array.elements().size(); i++) {
          repairNode(ANY, array.elements().get(i), path.child(i));
        }
        context.out.writeEndArray();
      }
      case StringValue string -> {
        scalarRepairer.reportQuotes(string, string.value(), path);
        context.out.writeString(string.value());
      }
      case RawToken token -> repairAnyToken(token, path);
    }
  }

  private void repairAnyObject(ObjectValue object, LazyPath path) {
    context.reportRepairs(path, object);
    rejectOmittedEntries(object, path);
    Map<String, LenientValue> valuesByKey = new HashMap<>();
    context.out.writeStartObject();
    for (Property property : object.properties()) {
      LazyPath childPath = path.child(DecodeContext.pathSegment(property.key()));
      reportKeyRepairs(property, childPath);
      if (valuesByKey.put(property.key(), property.value()) != null) {
        context.reject(childPath, "no duplicate key", property.value());
      }
      context.out.writeName(property.key());
      repairNode(ANY, property.value(), childPath);
    }
    context.out.writeEndObject();
  }

  private void repairAnyToken(RawToken token, LazyPath path) {
    String text = token.value();
    if (JsonLiterals.isValid(text)) {
      context.out.writeRawValue(text);
    } else if (ScalarRepairer.isNullWord(token)) {
      scalarRepairer.writeNull(token, path);
    } else if (text.equals("True") || text.equals("False")) {
      context.addRepair(path, Repair.Kind.LITERAL, token, text.equals("True") ? "true" : "false");
      context.out.writeBoolean(text.equals("True"));
    } else if (JsonLiterals.isNumberOrLiteral(text)
        || NumberTextParser.normalizeInteger(text) != null
        || text.isEmpty()) {
      rejectValue("a JSON value", token, path);
    } else {
      scalarRepairer.reportQuotes(token, text, path);
      context.out.writeString(text);
    }
  }

  /** Adds the syntax repairs of a key. */
  void reportKeyRepairs(Property property, LazyPath path) {
    if (!property.repairs().isEmpty()) {
      context.reportRepairs(
          path, property.repairs(), property.key(), ValueDescription.quote(property.key()));
    }
  }

  void rejectValue(String expected, LenientValue value, LazyPath path) {
    context.reject(path, expected, value);
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
