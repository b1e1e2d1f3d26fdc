package org.atomicagents.internal.schema.repair;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.atomicagents.internal.json.JsonLiterals;
import org.atomicagents.internal.json.lenient.CandidatePlacement;
import org.atomicagents.internal.json.lenient.JsonCandidate;
import org.atomicagents.internal.json.lenient.LenientValue;
import org.atomicagents.internal.json.lenient.LenientValue.ArrayValue;
import org.atomicagents.internal.json.lenient.LenientValue.ObjectValue;
import org.atomicagents.internal.json.lenient.LenientValue.Property;
import org.atomicagents.internal.json.lenient.LenientValue.RawToken;
import org.atomicagents.internal.schema.type.AnyNode;
import org.atomicagents.internal.schema.type.ListNode;
import org.atomicagents.internal.schema.type.MapNode;
import org.atomicagents.internal.schema.type.OptionalNode;
import org.atomicagents.internal.schema.type.RecordNode;
import org.atomicagents.internal.schema.type.RootWrapper;
import org.atomicagents.internal.schema.type.TypeNode;
import org.atomicagents.internal.schema.type.UnionMemberNode;
import org.atomicagents.internal.schema.type.UnionNode;

/**
 * Recognizes invalid candidates that may nevertheless be the requested output, so that a valid one
 * beside them, such as an example, must not be accepted in their place.
 */
final class CompetingCandidates {
  private static final Set<String> SCHEMA_KEYS = Set.of("properties", "$schema", "$defs", "$ref");

  private CompetingCandidates() {}

  /**
   * Returns whether a candidate was written as an output of the root type.
   *
   * @param accepted the valid candidate; a value with nothing but parts of it is a quotation
   */
  static boolean isAttempt(TypeNode root, JsonCandidate candidate, LenientValue accepted) {
    LenientValue value = candidate.value();
    boolean isSeparatedList =
        candidate.placement() != CandidatePlacement.INLINE && value instanceof ArrayValue;
    return root instanceof RecordNode record
        && (value.start() < accepted.start() || value.start() >= accepted.end())
        && !isQuotation(candidate, accepted)
        && (isEnvelope(value)
            || (RootWrapper.isWrapper(record)
                ? isSeparatedList || isWrapped(record, value)
                : hasKeyOf(record, value)));
  }

  /**
   * Returns whether a bracket begins an object with a key of the root type in a notation that can't
   * be parsed.
   */
  static boolean isUnparsedAttempt(TypeNode root, String text, int start) {
    return root instanceof RecordNode record && UnparsedObject.at(text, start).isOutputOf(record);
  }

  /** Returns whether a text contains a key of a type in quotes, within a range. */
  static boolean isKeyIn(TypeNode type, String text, int start, int end) {
    return switch (type) {
      case RecordNode record when RootWrapper.isWrapper(record) ->
          isKeyIn(record.components().getFirst().slot().unwrappedType(), text, start, end);
      case RecordNode record ->
          record.components().stream()
              .anyMatch(part -> isQuotedIn(part.jsonName(), text, start, end));
      case UnionMemberNode member -> isKeyIn(member.record(), text, start, end);
      case UnionNode union ->
          union.branches().stream().anyMatch(branch -> isKeyIn(branch, text, start, end));
      case OptionalNode optional -> isKeyIn(optional.content().type(), text, start, end);
      case ListNode list -> isKeyIn(list.item().unwrappedType(), text, start, end);
      default -> false;
    };
  }

  private static boolean isQuotedIn(String name, String text, int start, int end) {
    return text.indexOf("\"" + name + "\"", start, Math.min(end, text.length())) >= 0;
  }

  private static boolean isWrapped(RecordNode wrapper, LenientValue value) {
    return hasKeyOf(wrapper, value)
        || isContent(wrapper.components().getFirst().slot().unwrappedType(), value);
  }

  /** Returns whether a value has the structure of a type; a scalar has none. */
  private static boolean isContent(TypeNode type, LenientValue value) {
    return switch (type) {
      case RecordNode record -> hasKeyOf(record, value);
      case UnionMemberNode member -> hasKeyOf(member.record(), value);
      case UnionNode union ->
          (union.discriminator() != null && hasKey(value, union.discriminator()))
              || union.branches().stream().anyMatch(branch -> hasKeyOf(branch.record(), value));
      case OptionalNode optional -> isContent(optional.content().type(), value);
      case ListNode list -> isItems(value) || isContent(list.item().type(), value);
      case MapNode ignored -> value instanceof ObjectValue object && !isSchema(object);
      case AnyNode ignored ->
          isItems(value) || (value instanceof ObjectValue object && isData(object));
      default -> false;
    };
  }

  private static boolean isData(ObjectValue object) {
    return !object.properties().isEmpty() && !isSchema(object);
  }

  private static boolean isItems(LenientValue value) {
    return value instanceof ArrayValue array
        && !array.elements().isEmpty()
        && !(array.elements().size() == 1 && isWordOrFootnote(array.elements().getFirst()));
  }

  // A single word in brackets is a placeholder or a token of a chat template.
  private static boolean isWordOrFootnote(LenientValue item) {
    return item instanceof RawToken token
        && (!JsonLiterals.isValid(token.value())
            || token.value().chars().allMatch(Character::isDigit));
  }

  private static boolean hasKeyOf(RecordNode record, LenientValue value) {
    return value instanceof ObjectValue object
        && !isSchema(object)
        && (KnownKeys.of(record, object) != KnownKeys.NONE
            || object.properties().stream().anyMatch(property -> isSimilar(record, property)));
  }

  private static boolean isSimilar(RecordNode record, Property property) {
    return record.components().stream()
        .anyMatch(part -> NameSimilarity.isSimilar(property.key(), part.jsonName()));
  }

  /** Returns whether an object has only a key without meaning, under which there is JSON. */
  private static boolean isEnvelope(LenientValue value) {
    return value instanceof ObjectValue object
        && object.properties().size() == 1
        && WrapperKeys.isEnvelope(object.properties().getFirst().key())
        && !(object.properties().getFirst().value() instanceof RawToken);
  }

  private static boolean hasKey(LenientValue value, String key) {
    return value instanceof ObjectValue object
        && !isSchema(object)
        && UnionRepairer.findTag(key, object) != null;
  }

  private static boolean isSchema(ObjectValue object) {
    return object.properties().stream().anyMatch(property -> SCHEMA_KEYS.contains(property.key()));
  }

  private static boolean isQuotation(JsonCandidate candidate, LenientValue accepted) {
    return candidate.context() == JsonCandidate.CandidateContext.PROSE
        && isPartOf(candidate.value(), accepted);
  }

  private static boolean isPartOf(LenientValue part, LenientValue whole) {
    return RepairContext.isSameValue(part, whole)
        || (whole instanceof ArrayValue array
            && array.elements().stream().anyMatch(item -> RepairContext.isSameValue(part, item)))
        || (whole instanceof ObjectValue object
            && part instanceof ObjectValue fragment
            && hasAllOf(object, fragment));
  }

  private static boolean hasAllOf(ObjectValue whole, ObjectValue fragment) {
    Map<String, LenientValue> values = new HashMap<>();
    whole.properties().forEach(property -> values.put(property.key(), property.value()));
    return fragment.ambiguity() == null
        && fragment.properties().stream()
            .allMatch(property -> {
              LenientValue value = values.get(property.key());
              return value != null && RepairContext.isSameValue(property.value(), value);
            });
  }
}
