package org.atomicagents.internal.schema.repair;

import java.util.HashMap;
import java.util.Map;
import org.atomicagents.internal.json.JsonLiterals;
import org.atomicagents.internal.json.lenient.LenientValue;
import org.atomicagents.internal.json.lenient.LenientValue.ArrayValue;
import org.atomicagents.internal.json.lenient.LenientValue.ObjectValue;
import org.atomicagents.internal.json.lenient.LenientValue.Property;
import org.atomicagents.internal.json.lenient.LenientValue.RawToken;
import org.atomicagents.internal.json.lenient.LenientValue.StringValue;
import org.atomicagents.internal.schema.decode.DecodeContext;
import org.atomicagents.internal.schema.type.AnyNode;
import org.atomicagents.message.Repair;

/** Repairs values where the type accepts any JSON value. */
final class AnyRepairer {
  private static final AnyNode ANY = new AnyNode();

  private final ValueRepairer valueRepairer;
  private final RepairContext context;
  private final ScalarRepairer scalarRepairer;
  private final ListRepairer listRepairer;

  AnyRepairer(
      ValueRepairer valueRepairer, ScalarRepairer scalarRepairer, ListRepairer listRepairer) {
    this.valueRepairer = valueRepairer;
    this.context = valueRepairer.context;
    this.scalarRepairer = scalarRepairer;
    this.listRepairer = listRepairer;
  }

  void repairAny(LenientValue value, LazyPath path) {
    if (!value.isClosed() && ScalarRepairer.textOf(value) == null) {
      valueRepairer.rejectUnreadable(path, "a complete value", value);
      context.writeUnrepaired(value);
      return;
    }
    switch (value) {
      case ObjectValue object -> repairAnyObject(object, path);
      case ArrayValue array -> {
        context.reportRepairs(path, array);
        listRepairer.rejectAmbiguousItems(array, path);
        context.out.writeStartArray();
        for (int i = 0; i < array.elements().size(); i++) {
          valueRepairer.repairNode(ANY, array.elements().get(i), path.child(i));
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
    valueRepairer.rejectOmittedEntries(object, path);
    Map<String, LenientValue> valuesByKey = new HashMap<>();
    context.out.writeStartObject();
    for (Property property : object.properties()) {
      LazyPath childPath = path.child(DecodeContext.pathSegment(property.key()));
      valueRepairer.reportKeyRepairs(property, childPath);
      if (valuesByKey.put(property.key(), property.value()) != null) {
        context.reject(childPath, "no duplicate key", property.value());
      }
      context.out.writeName(property.key());
      valueRepairer.repairNode(ANY, property.value(), childPath);
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
        || text.isEmpty()
        || startsWithNumber(text)
        || PlaceholderDetector.isPlaceholder(token)) {
      valueRepairer.rejectValue("a JSON value", token, path);
    } else {
      scalarRepairer.reportQuotes(token, text, path);
      context.out.writeString(text);
    }
  }

  // 12 EUR may be a number or a text.
  private static boolean startsWithNumber(String text) {
    int space = text.indexOf(' ');
    return space > 0 && JsonLiterals.isNumber(text.substring(0, space));
  }
}
