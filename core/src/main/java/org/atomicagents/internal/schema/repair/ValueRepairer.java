package org.atomicagents.internal.schema.repair;

import org.atomicagents.internal.json.ReadingBudget;
import org.atomicagents.internal.json.lenient.LenientValue;
import org.atomicagents.internal.json.lenient.LenientValue.ArrayValue;
import org.atomicagents.internal.json.lenient.LenientValue.ObjectValue;
import org.atomicagents.internal.json.lenient.LenientValue.Property;
import org.atomicagents.internal.json.lenient.LenientValue.RawToken;
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
import org.jspecify.annotations.Nullable;

/**
 * Walks one leniently parsed value along the type tree, and writes valid JSON of that type to the
 * {@link RepairContext}.
 *
 * <p>Each {@code repair*} method that takes a value writes exactly one JSON value. If the value
 * cannot be repaired, it is written unchanged and a violation is added.
 */
final class ValueRepairer {
  final RepairContext context;
  private final ScalarRepairer scalarRepairer;
  private final ObjectRepairer objectRepairer;
  private final UnionRepairer unionRepairer;
  private final ListRepairer listRepairer;
  private final AnyRepairer anyRepairer;
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
    this.listRepairer = new ListRepairer(this);
    this.anyRepairer = new AnyRepairer(this, scalarRepairer, listRepairer);
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
      case ListNode list -> listRepairer.repairList(list, value, path);
      case MapNode map -> new MapRepairer(this).repairMap(map, value, path);
      case OptionalNode optional -> repairValue(optional.content(), value, path);
      case AnyNode ignored -> anyRepairer.repairAny(value, path);
      case EnumNode constants -> repairScalar(constants, value, path);
      case ScalarNode scalar -> repairScalar(scalar, value, path);
    }
  }

  private void repairScalar(TypeNode type, LenientValue value, LazyPath path) {
    if (ScalarRepairer.acceptsText(type) && PlaceholderDetector.isPlaceholder(value)) {
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

  /** Returns the only element of a complete array; the value itself if it is not such an array. */
  LenientValue unwrapSingleton(LenientValue value, LazyPath path) {
    if (value instanceof ArrayValue array && isComplete(array) && array.elements().size() == 1) {
      context.reportRepairs(path, array);
      rejectOmission(array, path);
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

  /** Returns whether an array has all its elements, even if its bracket is missing. */
  boolean isComplete(ArrayValue array) {
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

  ObjectRepairer objects() {
    return objectRepairer;
  }

  UnionRepairer unions() {
    return unionRepairer;
  }

  void rejectMissing(LazyPath path, ObjectValue object) {
    hasUnreadablePart |= !object.isClosed();
    context.reject(path, "a value", "nothing");
  }

  /** Records that a part of the value could not be parsed. */
  void markUnreadable() {
    hasUnreadablePart = true;
  }

  void rejectUnreadable(LazyPath path, String expected, LenientValue value) {
    markUnreadable();
    context.reject(path, expected, value);
  }

  /**
   * Returns whether elements may have been omitted from a list, after adding a violation for it.
   */
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
      markUnreadable();
      context.reject(path, expected, "an omission: " + found);
    }
    return found != null;
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
