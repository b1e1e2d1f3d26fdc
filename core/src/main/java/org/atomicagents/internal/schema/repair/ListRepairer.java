package org.atomicagents.internal.schema.repair;

import org.atomicagents.internal.json.JsonLiterals;
import org.atomicagents.internal.json.lenient.LenientValue;
import org.atomicagents.internal.json.lenient.LenientValue.ArrayValue;
import org.atomicagents.internal.json.lenient.LenientValue.ObjectValue;
import org.atomicagents.internal.schema.type.AnyNode;
import org.atomicagents.internal.schema.type.EnumNode;
import org.atomicagents.internal.schema.type.ListNode;
import org.atomicagents.internal.schema.type.MapNode;
import org.atomicagents.internal.schema.type.OptionalNode;
import org.atomicagents.internal.schema.type.RecordNode;
import org.atomicagents.internal.schema.type.ScalarNode;
import org.atomicagents.internal.schema.type.TextEdges;
import org.atomicagents.internal.schema.type.TypeNode;
import org.atomicagents.internal.schema.type.TypeUse;
import org.atomicagents.internal.schema.type.UnionMemberNode;
import org.atomicagents.internal.schema.type.UnionNode;
import org.atomicagents.message.Repair;
import org.jspecify.annotations.Nullable;

/** Repairs lists: their items, ambiguous separators, and a single value in place of a list. */
final class ListRepairer {
  private final ValueRepairer valueRepairer;
  private final RepairContext context;
  private final ListSeparators separators;

  ListRepairer(ValueRepairer valueRepairer) {
    this.valueRepairer = valueRepairer;
    this.context = valueRepairer.context;
    this.separators = new ListSeparators(context.source);
  }

  void repairList(ListNode node, LenientValue value, LazyPath path) {
    if (value instanceof ArrayValue array) {
      context.reportRepairs(path, array);
      rejectUncertainItems(node, array, path);
      context.out.writeStartArray();
      for (int i = 0; i < array.elements().size(); i++) {
        repairItem(node.item(), array.elements().get(i), path.child(i));
      }
      context.out.writeEndArray();
    } else if (isSingleItem(node.item().type(), value)) {
      valueRepairer.addCost();
      context.addRepair(path, Repair.Kind.LIST, value, "[" + context.sourceText(value) + "]");
      context.out.writeStartArray();
      valueRepairer.repairValue(node.item(), value, path.child(0));
      context.out.writeEndArray();
    } else {
      valueRepairer.rejectValue("a list", value, path);
    }
  }

  private void rejectUncertainItems(ListNode node, ArrayValue array, LazyPath path) {
    SyntaxProfile profile = valueRepairer.syntaxProfile();
    if (!valueRepairer.isComplete(array)) {
      valueRepairer.rejectUnreadable(path, "a complete list", array);
    } else if (profile.hasRepairs() && separators.mayJoinStrings(array, profile.separator())) {
      context.reject(path, "strings with escaped quotes", array);
    } else if (!valueRepairer.rejectOmission(array, path)
        && !rejectJoinedNumbers(array, path)
        && ScalarRepairer.acceptsText(node.item().type())) {
      rejectAmbiguousWords(array, path);
    }
  }

  // For a list of lists, [1, 2] may be one row or two.
  private void repairItem(TypeUse slot, LenientValue item, LazyPath path) {
    boolean isNestedList = slot.type() instanceof ListNode && item.ambiguity() == null;
    if (isNestedList && !(item instanceof ArrayValue) && !ScalarRepairer.isNullWord(item)) {
      valueRepairer.rejectValue("a list", item, path);
    } else {
      valueRepairer.repairValue(slot, item, path);
    }
  }

  /** Adds a violation if the items of a list of any type have several readings. */
  void rejectAmbiguousItems(ArrayValue array, LazyPath path) {
    if (!valueRepairer.rejectOmission(array, path) && !rejectJoinedNumbers(array, path)) {
      rejectAmbiguousWords(array, path);
    }
  }

  private boolean rejectJoinedNumbers(ArrayValue array, LazyPath path) {
    boolean isAmbiguous = separators.mayJoinNumbers(array);
    if (isAmbiguous) {
      context.reject(path, "numbers with the same separator", "numbers with different separators");
    }
    return isAmbiguous;
  }

  private void rejectAmbiguousWords(ArrayValue array, LazyPath path) {
    if (OmissionDetector.mixesWords(array)) {
      context.reject(path, "quoted strings", "unquoted words among other values");
    } else if (PlaceholderDetector.isPlaceholder(array)) {
      context.reject(path, "quoted strings", "words in brackets, which may be a placeholder");
    } else if (separators.mayJoinWords(array)) {
      context.reject(path, "quoted strings", "unquoted words with ambiguous ends");
    }
  }

  /** Returns whether a value can only be the single item of a list. */
  private boolean isSingleItem(TypeNode item, LenientValue value) {
    return switch (item) {
      case RecordNode record ->
          value instanceof ObjectValue object
              && valueRepairer.objects().containsRecord(record, object);
      case UnionMemberNode branch ->
          value instanceof ObjectValue object
              && valueRepairer.objects().hasAnyKeyOf(branch.record(), object);
      case UnionNode union ->
          value instanceof ObjectValue object && valueRepairer.unions().hasAnyKeyOf(union, object);
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
}
