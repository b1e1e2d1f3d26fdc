package org.atomicagents.internal.schema.type;

import java.util.LinkedHashMap;
import java.util.Map;
import org.atomicagents.internal.schema.decode.DecodeContext;
import org.atomicagents.internal.schema.decode.ValueDescription;
import org.atomicagents.internal.schema.decode.ViolationCollector;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonToken;

/**
 * The type of a {@code Map}. Decoded maps are unmodifiable and keep the order of the text.
 *
 * <p>A map is encoded as an object. It is decoded also from a list of objects with a {@code key}
 * and a {@code value}, because the providers' strict mode has no objects with arbitrary keys.
 */
public record MapNode(MapKey key, TypeUse value) implements TypeNode {
  public static final String KEY = "key";
  public static final String VALUE = "value";

  @Override
  public @Nullable Object decode(DecodeContext in) {
    var entries = new LinkedHashMap<@Nullable Object, @Nullable Object>();
    int violationsBefore = in.violationCount();
    if (in.parser.currentToken() == JsonToken.START_OBJECT) {
      while (in.nextToken() != JsonToken.END_OBJECT) {
        String name = in.parser.currentName();
        in.nextToken();
        Object entryKey = key.parse(name);
        if (entryKey == null) {
          in.reject("a key that is " + key.expected());
        } else if (entries.containsKey(entryKey)) {
          in.reject("no duplicate key");
        } else {
          entries.put(entryKey, value.decode(in));
        }
      }
    } else if (in.parser.currentToken() == JsonToken.START_ARRAY) {
      while (in.nextToken() != JsonToken.END_ARRAY) {
        decodeEntry(in, entries);
      }
    } else {
      in.reject("an object");
    }
    return in.violationCount() == violationsBefore ? key.toMap(entries) : null;
  }

  private void decodeEntry(DecodeContext in, Map<@Nullable Object, @Nullable Object> entries) {
    if (in.parser.currentToken() != JsonToken.START_OBJECT) {
      in.reject("an object with a key and a value");
      return;
    }
    Object entryKey = null;
    Object entryValue = null;
    boolean hasKey = false;
    boolean hasValue = false;
    while (in.nextToken() != JsonToken.END_OBJECT) {
      String name = in.parser.currentName();
      JsonToken token = in.nextToken();
      if (name.equals(KEY) && !hasKey) {
        hasKey = true;
        entryKey = token == JsonToken.VALUE_STRING ? key.parse(in.parser.getString()) : null;
        if (entryKey == null) {
          in.reject(key.expected());
        }
      } else if (name.equals(VALUE) && !hasValue) {
        hasValue = true;
        entryValue = value.decode(in);
      } else {
        in.reject(
            name.equals(KEY) || name.equals(VALUE)
                ? "no duplicate key"
                : "only the keys \"key\" and \"value\"");
      }
    }
    if (!hasKey || !hasValue) {
      in.addViolation(in.path(), "an object with a key and a value", "an object");
    } else if (entryKey != null && entries.containsKey(entryKey)) {
      in.addViolation(
          in.path() + ".key", "no duplicate key", ValueDescription.quote(key.format(entryKey)));
    } else {
      entries.put(entryKey, entryValue);
    }
  }

  @Override
  public void encode(Object map, JsonGenerator out) {
    out.writeStartObject();
    key.forEach(
        map,
        (entryKey, entryValue) -> {
          out.writeName(key.format(entryKey));
          value.encode(entryValue, out);
        });
    out.writeEndObject();
  }

  @Override
  public void validate(Object map, ViolationCollector findings) {
    key.forEach(
        map,
        (entryKey, entryValue) -> {
          int before = findings.count();
          value.validate(entryValue, findings);
          if (findings.count() > before) {
            findings.prependPath(before, DecodeContext.pathSegment(key.format(entryKey)));
          }
        });
  }
}
