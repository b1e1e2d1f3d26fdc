package org.atomicagents.internal.telemetry.otel;

import io.opentelemetry.api.common.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import org.atomicagents.internal.json.JsonIo;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Converts JSON into values of OpenTelemetry; scalars become strings. */
final class JsonValues {
  private JsonValues() {}

  static Value<?> of(String json) {
    try (JsonParser parser = JsonIo.parser(json)) {
      parser.nextToken();
      return read(parser);
    }
  }

  private static Value<?> read(JsonParser parser) {
    return switch (parser.currentToken()) {
      case START_ARRAY -> readList(parser);
      case START_OBJECT -> readObject(parser);
      default -> Value.of(parser.getString());
    };
  }

  private static Value<?> readList(JsonParser parser) {
    var items = new ArrayList<Value<?>>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(read(parser));
    }
    return Value.of(items);
  }

  private static Value<?> readObject(JsonParser parser) {
    var properties = new LinkedHashMap<String, Value<?>>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      properties.put(name, read(parser));
    }
    return Value.of(properties);
  }
}
