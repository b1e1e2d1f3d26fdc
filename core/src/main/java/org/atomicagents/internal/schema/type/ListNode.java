package org.atomicagents.internal.schema.type;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.atomicagents.internal.schema.decode.DecodeContext;
import org.atomicagents.internal.schema.decode.PlainJsonReader;
import org.atomicagents.internal.schema.decode.ViolationCollector;
import org.atomicagents.message.Repair;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * The type of a {@code List}, a {@code Set} or an array. Decoded lists and sets are unmodifiable
 * and keep the order of the text.
 *
 * @param kind the kind of container
 * @param item the use of the item type
 */
public record ListNode(Kind kind, TypeUse item, Class<?> itemType) implements TypeNode {

  // Most lists of a response are short, and a list keeps its spare capacity.
  private static final int INITIAL_CAPACITY = 4;

  /** The kind of container that a list is decoded to. */
  public enum Kind {
    LIST,
    SET,
    ARRAY,
    /** An array of Jackson's tree. */
    JSON,
    /** An array of Jackson's tree without duplicates. */
    JSON_SET
  }

  /** Returns whether the values are arrays of Jackson's tree. */
  public boolean isTree() {
    return kind == Kind.JSON || kind == Kind.JSON_SET;
  }

  @Override
  public @Nullable Object decode(DecodeContext in) {
    if (in.parser.currentToken() != JsonToken.START_ARRAY) {
      in.reject("a list");
      return null;
    }
    var items = new ArrayList<@Nullable Object>(INITIAL_CAPACITY);
    int violationsBefore = in.violationCount();
    boolean isSet = kind == Kind.SET || kind == Kind.JSON_SET;
    Set<@Nullable Object> seen = isSet ? new HashSet<>() : null;
    while (in.nextToken() != JsonToken.END_ARRAY) {
      int before = in.violationCount();
      int checkedBefore = in.constraintViolationCount();
      items.add(item.decode(in));
      if (seen != null && in.violationCount() == before && !seen.add(items.getLast())) {
        in.repairOrReject(Repair.Kind.DUPLICATE, "unique items", "");
        in.discardConstraintViolations(checkedBefore);
      }
    }
    return in.violationCount() == violationsBefore ? toValue(items) : null;
  }

  @Override
  public boolean isPlain() {
    return !isTree();
  }

  @Override
  public @Nullable Object decodePlain(PlainJsonReader in) {
    if (!in.tryEnter('[')) {
      return in.fail();
    }
    var items = new ArrayList<@Nullable Object>(INITIAL_CAPACITY);
    if (!in.tryLeave(']')) {
      do {
        items.add(item.decodePlain(in));
      } while (!in.hasFailed() && in.tryRead(','));
      if (in.hasFailed() || !in.tryLeave(']')) {
        return in.fail();
      }
    }
    boolean hasDuplicates = kind == Kind.SET && new HashSet<>(items).size() < items.size();
    return hasDuplicates ? in.fail() : toValue(items);
  }

  /** Returns decoded items as a container of this kind. */
  public Object toValue(List<@Nullable Object> items) {
    return switch (kind) {
      case LIST -> Collections.unmodifiableList(items);
      case SET -> Collections.unmodifiableSet(new LinkedHashSet<>(items));
      case ARRAY -> {
        Object array = Array.newInstance(itemType, items.size());
        for (int i = 0; i < items.size(); i++) {
          Array.set(array, i, items.get(i));
        }
        yield array;
      }
      case JSON_SET, JSON -> {
        Collection<@Nullable Object> unique =
            kind == Kind.JSON_SET ? new LinkedHashSet<>(items) : items;
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        unique.forEach(element -> array.add((JsonNode) element));
        yield array;
      }
    };
  }

  @Override
  public void encode(Object value, JsonGenerator out) {
    out.writeStartArray();
    if (value instanceof Iterable<?> items) {
      for (Object element : items) {
        item.encode(element, out);
      }
    } else {
      for (int i = 0; i < Array.getLength(value); i++) {
        item.encode(Array.get(value, i), out);
      }
    }
    out.writeEndArray();
  }

  @Override
  public void validate(Object value, ViolationCollector findings) {
    if (value instanceof List<?> items) {
      for (int i = 0; i < items.size(); i++) {
        validate(items.get(i), i, findings);
      }
    } else if (value instanceof Iterable<?> items) {
      int i = 0;
      for (Object element : items) {
        validate(element, i++, findings);
      }
    } else if (!itemType.isPrimitive() || itemType == double.class || itemType == float.class) {
      for (int i = 0; i < Array.getLength(value); i++) {
        validate(Array.get(value, i), i, findings);
      }
    }
  }

  private void validate(@Nullable Object element, int index, ViolationCollector findings) {
    int before = findings.count();
    item.validate(element, findings);
    if (findings.count() > before) {
      findings.prependPath(before, "[" + index + "]");
    }
  }
}
