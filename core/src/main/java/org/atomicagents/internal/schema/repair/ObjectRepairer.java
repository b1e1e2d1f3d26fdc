package org.atomicagents.internal.schema.repair;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.atomicagents.internal.json.JsonCharacters;
import org.atomicagents.internal.json.JsonLiterals;
import org.atomicagents.internal.json.lenient.LenientValue;
import org.atomicagents.internal.json.lenient.LenientValue.ArrayValue;
import org.atomicagents.internal.json.lenient.LenientValue.ObjectValue;
import org.atomicagents.internal.json.lenient.LenientValue.Property;
import org.atomicagents.internal.json.lenient.LenientValue.RawToken;
import org.atomicagents.internal.json.lenient.LenientValue.StringValue;
import org.atomicagents.internal.json.lenient.SyntaxRepair;
import org.atomicagents.internal.schema.decode.DecodeContext;
import org.atomicagents.internal.schema.decode.ValueDescription;
import org.atomicagents.internal.schema.type.AnyNode;
import org.atomicagents.internal.schema.type.EnumNode;
import org.atomicagents.internal.schema.type.ListNode;
import org.atomicagents.internal.schema.type.MapNode;
import org.atomicagents.internal.schema.type.NameMatcher;
import org.atomicagents.internal.schema.type.OptionalNode;
import org.atomicagents.internal.schema.type.RecordLayout;
import org.atomicagents.internal.schema.type.RecordNode;
import org.atomicagents.internal.schema.type.RootWrapper;
import org.atomicagents.internal.schema.type.ScalarNode;
import org.atomicagents.internal.schema.type.TypeNode;
import org.atomicagents.internal.schema.type.UnionMemberNode;
import org.atomicagents.internal.schema.type.UnionNode;
import org.atomicagents.message.Repair;
import org.jspecify.annotations.Nullable;

/** Repairs records: their keys, missing and unknown properties, and superfluous wrappers. */
final class ObjectRepairer {
  private final ValueRepairer valueRepairer;
  private final RepairContext context;
  private final Deque<RecordNode> enclosingRecords = new ArrayDeque<>();
  private final MisplacedKeys misplacedKeys = new MisplacedKeys();
  private boolean hasKnownKey;
  private boolean isInUnclosedObject;

  ObjectRepairer(ValueRepairer valueRepairer) {
    this.valueRepairer = valueRepairer;
    this.context = valueRepairer.context;
  }

  /** Returns whether the root object has a key of the type. */
  boolean hasKnownKey() {
    return hasKnownKey;
  }

  /** Examines an ambiguous root value, whose properties will not be repaired. */
  void inspectRoot(TypeNode root, LenientValue value) {
    hasKnownKey =
        value.ambiguity() != null
            && root instanceof RecordNode record
            && value instanceof ObjectValue object
            && hasAnyKeyOf(record, object);
  }

  /** Returns whether an object has a key of a record. */
  boolean hasAnyKeyOf(RecordNode node, ObjectValue object) {
    return PropertyMatch.of(node, object, null).hasMatches();
  }

  /** Returns whether an object has a key of a record, or wraps such an object under its name. */
  boolean containsRecord(RecordNode node, ObjectValue object) {
    return hasAnyKeyOf(node, object)
        || (object.properties().size() == 1
            && WrapperKeys.isOwnName(object.properties().getFirst().key(), node)
            && object.properties().getFirst().value() instanceof ObjectValue inner
            && hasAnyKeyOf(node, inner));
  }

  /** Repairs an output whose type is not an object, with or without the object that wraps it. */
  void repairWrapper(RecordNode root, LenientValue value, LazyPath path) {
    RecordLayout.RecordProperty wrapped = root.components().getFirst();
    if (value instanceof ObjectValue object && object.ambiguity() == null) {
      List<Property> found = PropertyMatch.of(root, object, null).matches(wrapped.jsonName());
      if (!found.isEmpty()
          && (object.properties().size() == 1 || !isObjectType(wrapped.slot().type()))) {
        repairRecord(root, null, value, path);
        return;
      }
      if (found.isEmpty()
          && object.isClosed()
          && object.properties().size() == 1
          && (WrapperKeys.isEnvelope(object.properties().getFirst().key())
              || WrapperKeys.isSameName(
                  object.properties().getFirst().key(), RootWrapper.nameOf(wrapped.slot().type())))
          && !isObjectType(wrapped.slot().type())) {
        hasKnownKey = true;
        repairUnwrapped(wrapped, object.properties().getFirst().value(), object, path);
        return;
      }
    }
    repairUnwrapped(wrapped, value, value, path);
  }

  private void repairUnwrapped(
      RecordLayout.RecordProperty wrapped,
      LenientValue value,
      LenientValue wrapper,
      LazyPath path) {
    LazyPath childPath = path.child(wrapped.segment());
    valueRepairer.reportUnwrapping(path, wrapper, value);
    hasKnownKey |= !isEmpty(value);
    if (value instanceof ObjectValue
        && wrapped.slot().unwrappedType() instanceof ListNode
        && new AdjacentItems(context.source).mayExist(wrapper)) {
      context.reject(childPath, "a list", "an object beside what may be another item");
    }
    context.out.writeStartObject();
    context.out.writeName(wrapped.name());
    if (value instanceof RawToken token && mayBeProse(token, wrapped.slot().type())) {
      String expected =
          wrapped.slot().type() instanceof AnyNode ? "a JSON value" : "a quoted string";
      valueRepairer.rejectValue(expected, value, childPath);
    } else {
      valueRepairer.repairValue(wrapped.slot(), value, childPath);
    }
    context.out.writeEndObject();
  }

  // A whole response without quotes is a sentence, unless it is a number or a literal.
  private static boolean mayBeProse(RawToken token, TypeNode type) {
    return ScalarRepairer.acceptsText(type)
        && !(type instanceof AnyNode && JsonLiterals.isValid(token.value()));
  }

  private static boolean isEmpty(LenientValue value) {
    return switch (value) {
      case ObjectValue object -> object.properties().isEmpty();
      case ArrayValue array -> array.elements().isEmpty();
      case StringValue ignored -> false;
      case RawToken ignored -> false;
    };
  }

  private static boolean isObjectType(TypeNode type) {
    return switch (type) {
      case RecordNode ignored -> true;
      case UnionMemberNode ignored -> true;
      case UnionNode ignored -> true;
      case MapNode ignored -> true;
      case AnyNode ignored -> true;
      case OptionalNode optional -> isObjectType(optional.content().type());
      case EnumNode ignored -> false;
      case ListNode ignored -> false;
      case ScalarNode ignored -> false;
    };
  }

  void repairRecord(
      RecordNode node, @Nullable UnionMemberNode branch, LenientValue value, LazyPath path) {
    LenientValue unwrapped = unwrapRecord(node, valueRepairer.unwrapSingleton(value, path), path);
    if (!(unwrapped instanceof ObjectValue object) || object.ambiguity() != null) {
      if (unwrapped.ambiguity() != null) {
        valueRepairer.rejectUnreadable(path, "an object", unwrapped);
        context.writeUnrepaired(unwrapped);
      } else {
        valueRepairer.rejectValue("an object", unwrapped, path);
      }
      return;
    }
    Property tag =
        branch == null || branch.externalTagKey() == null
            ? null
            : UnionRepairer.findTag(branch.externalTagKey(), object);
    PropertyMatch keys = PropertyMatch.of(node, object, tag);
    hasKnownKey |= path.isRoot() && (keys.hasMatches() || tag != null);
    context.reportRepairs(path, object);
    if (!keys.hasMatches()
        && tag == null
        && !object.properties().isEmpty()
        && !node.allowsAdditionalProperties()) {
      if (!isReadable(object)) {
        valueRepairer.markUnreadable();
      }
      context.reject(path, "an object " + node.keySummary(), RepairContext.describeKeys(object));
      context.writeUnrepaired(object);
      return;
    }
    valueRepairer.rejectOmission(object, path);
    boolean wasInUnclosedObject = isInUnclosedObject;
    isInUnclosedObject |= !object.isClosed();
    context.out.writeStartObject();
    if (tag != null && branch != null) {
      valueRepairer.reportKeyRepairs(tag, path.child(DecodeContext.pathSegment(tag.key())));
      context.out.writeStringProperty(tagKey(branch), branch.tag());
    }
    repairComponents(node, object, keys, path);
    repairExtraKeys(node, keys, path);
    context.out.writeEndObject();
    isInUnclosedObject = wasInUnclosedObject;
  }

  private static String tagKey(UnionMemberNode branch) {
    return branch.externalTagKey() == null ? "" : branch.externalTagKey();
  }

  private void repairComponents(
      RecordNode node, ObjectValue object, PropertyMatch keys, LazyPath path) {
    enclosingRecords.push(node);
    for (RecordLayout.RecordProperty component : node.components()) {
      List<Property> found = keys.matches(component.jsonName());
      LazyPath childPath = path.child(component.segment());
      if (!found.isEmpty()) {
        repairComponent(component, found, childPath);
      } else if (component.slot().isOptional()) {
        misplacedKeys.addAbsent(component, childPath);
        checkAbsent(component, object, keys, childPath);
      } else {
        valueRepairer.rejectMissing(childPath, object);
      }
    }
    enclosingRecords.pop();
  }

  private void repairComponent(
      RecordLayout.RecordProperty component, List<Property> found, LazyPath path) {
    Property property = found.getFirst();
    valueRepairer.reportKeyRepairs(property, path);
    if (!property.key().equals(component.jsonName())) {
      context.addRepair(path, Repair.Kind.KEY, property.key(), component.jsonName());
    }
    for (Property duplicate : found.subList(1, found.size())) {
      if (RepairContext.isSameValue(property.value(), duplicate.value())) {
        context.addRepair(path, Repair.Kind.EXTRA_KEY, duplicate.value(), "");
      } else {
        context.reject(path, "no duplicate key", duplicate.value());
      }
    }
    if (MisplacedKeys.isEmpty(property.value())) {
      misplacedKeys.addAbsent(component, path);
    }
    context.out.writeName(component.name());
    valueRepairer.repairValue(component.slot(), property.value(), path);
  }

  // An optional property can be absent because the text is truncated or its key is misspelled.
  private void checkAbsent(
      RecordLayout.RecordProperty component,
      ObjectValue object,
      PropertyMatch keys,
      LazyPath path) {
    if (!valueRepairer.mayBeComplete(object)
        || (!object.isClosed() && hasKeyInLastValue(object, component.jsonName()))) {
      valueRepairer.rejectUnreadable(path, "a value or a complete enclosing object", object);
      return;
    }
    for (Property extra : keys.extras()) {
      if (NameSimilarity.isSimilar(extra.key(), component.jsonName())) {
        context.reject(
            path,
            "key " + ValueDescription.quote(component.jsonName()),
            ValueDescription.quote(extra.key()));
      }
    }
  }

  // The missing bracket can belong to a nested value, whose keys then belong to this object.
  private static boolean hasKeyInLastValue(ObjectValue outer, String name) {
    LenientValue last = outer.properties().isEmpty() ? outer : outer.properties().getLast().value();
    while (true) {
      switch (last) {
        case ObjectValue object when !object.properties().isEmpty() -> {
          if (object.properties().stream()
              .anyMatch(property ->
                  NameMatcher.normalize(property.key()).equals(NameMatcher.normalize(name)))) {
            return true;
          }
          last = object.properties().getLast().value();
        }
        case ArrayValue array when !array.elements().isEmpty() -> last = array.elements().getLast();
        default -> {
          return false;
        }
      }
    }
  }

  private void repairExtraKeys(RecordNode node, PropertyMatch keys, LazyPath path) {
    for (Property property : keys.ambiguous()) {
      context.reject(
          path.child(DecodeContext.pathSegment(property.key())),
          "a key of " + node.keySummary(),
          ValueDescription.quote(property.key()) + ", which matches several");
    }
    for (Property property : keys.extras()) {
      LazyPath childPath = path.child(DecodeContext.pathSegment(property.key()));
      if (node.allowsAdditionalProperties()) {
        context.out.writeName(property.key());
        context.writeUnrepaired(property.value());
      } else if (mayBeMisplaced(property)
          || keys.followsUnquotedText(property)
          || isPhrase(property)) {
        valueRepairer.rejectUnreadable(childPath, "no such key", property.value());
      } else {
        valueRepairer.addCost();
        misplacedKeys.addDropped(property, childPath);
        context.addRepair(childPath, Repair.Kind.EXTRA_KEY, property.value(), "");
      }
    }
  }

  /** Rejects the absent components whose values were dropped at another level. */
  void rejectMisplacedKeys() {
    misplacedKeys.reject(context);
  }

  // Several unquoted words before a colon may be prose.
  private boolean isPhrase(Property property) {
    return property.key().indexOf(' ') >= 0
        && property.repairs().stream()
            .anyMatch(repair ->
                repair.kind() == SyntaxRepair.Kind.QUOTES
                    && !JsonCharacters.isQuote(context.source.charAt(repair.start())));
  }

  /** Returns whether a key may be here only because a preceding value was closed too early. */
  private boolean mayBeMisplaced(Property property) {
    return valueRepairer.syntaxProfile().hasUnescapedQuotes()
        || !isReadable(property.value())
        || (isInUnclosedObject
            && enclosingRecords.stream()
                .anyMatch(outer -> PropertyMatch.isKeyOf(outer, property.key())));
  }

  private static boolean isReadable(LenientValue value) {
    return value.ambiguity() == null
        && value.isClosed()
        && switch (value) {
          case ObjectValue object -> isReadable(object);
          case ArrayValue array -> isReadable(array);
          case StringValue ignored -> true;
          case RawToken ignored -> true;
        };
  }

  // A stream would need several times the stack at each level.
  private static boolean isReadable(ObjectValue object) {
    for (Property property : object.properties()) {
      if (!isReadable(property.value())) {
        return false;
      }
    }
    return true;
  }

  private static boolean isReadable(ArrayValue array) {
    for (LenientValue element : array.elements()) {
      if (!isReadable(element)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Returns the value under the record's own name or a generic wrapper key; otherwise the value.
   */
  private LenientValue unwrapRecord(RecordNode node, LenientValue value, LazyPath path) {
    if (!(value instanceof ObjectValue object)
        || object.ambiguity() != null
        || object.properties().size() != 1
        || hasAnyKeyOf(node, object)) {
      return value;
    }
    Property onlyProperty = object.properties().getFirst();
    if (!(WrapperKeys.isOwnName(onlyProperty.key(), node)
            || WrapperKeys.isEnvelope(onlyProperty.key()))
        || !(onlyProperty.value() instanceof ObjectValue
            || onlyProperty.value() instanceof ArrayValue)) {
      return value;
    }
    context.reportRepairs(path, object);
    valueRepairer.reportUnwrapping(path, object, onlyProperty.value());
    return valueRepairer.unwrapSingleton(onlyProperty.value(), path);
  }
}
