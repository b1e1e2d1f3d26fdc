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
 * A {@code Map}; those that are read are unmodifiable, and keep the order of the text.
 *
 * <p>Written as an object. Read also as a list of objects with a {@code key} and a {@code value},
 * since an object with free keys can't be expressed in the providers' strict mode.
 */
public record MapNode(MapKey key, TypeUse value) implements TypeNode {
  public static final String KEY = "key";
  public static final String VALUE = "value";

  @Override
  public @Nullable Object decode(DecodeContext in) {
    var entries = new LinkedHashMap<@Nullable Object, @Nullable Object>();
    int failuresBefore = in.violationCount();
    if (in.parser.currentToken() == JsonToken.START_OBJECT) {
      while (in.nextToken() != JsonToken.END_OBJECT) {
        String name = in.parser.currentName();
        in.nextToken();
        Object read = key.parse(name);
        if (read == null) {
          in.reject("a key that is " + key.expected());
        } else if (entries.containsKey(read)) {
          in.reject("each key once");
        } else {
          entries.put(read, value.decode(in));
        }
      }
    } else if (in.parser.currentToken() == JsonToken.START_ARRAY) {
      while (in.nextToken() != JsonToken.END_ARRAY) {
        decodeEntry(in, entries);
      }
    } else {
      in.reject("an object");
    }
    return in.violationCount() == failuresBefore ? key.toMap(entries) : null;
  }

  private void decodeEntry(DecodeContext in, Map<@Nullable Object, @Nullable Object> entries) {
    if (in.parser.currentToken() != JsonToken.START_OBJECT) {
      in.reject("an object with a key and a value");
      return;
    }
    Object read = null;
    Object held = null;
    boolean hasKey = false;
    boolean hasValue = false;
    while (in.nextToken() != JsonToken.END_OBJECT) {
      String name = in.parser.currentName();
      JsonToken token = in.nextToken();
      if (name.equals(KEY) && !hasKey) {
        hasKey = true;
        read = token == JsonToken.VALUE_STRING ? key.parse(in.parser.getString()) : null;
        if (read == null) {
          in.reject(key.expected());
        }
      } else if (name.equals(VALUE) && !hasValue) {
        hasValue = true;
        held = value.decode(in);
      } else {
        in.reject(name.equals(KEY) || name.equals(VALUE) ? "each key once" : "a key and a value");
      }
    }
    if (!hasKey || !hasValue) {
      in.addViolation(in.path(), "an object with a key and a value", "an object");
    } else if (read != null && entries.containsKey(read)) {
      in.addViolation(
          in.path() + ".key", "each key once", ValueDescription.quote(key.format(read)));
    } else {
      entries.put(read, held);
    }
  }

  @Override
  public void encode(Object map, JsonGenerator out) {
    out.writeStartObject();
    key.forEach(
        map,
        (each, held) -> {
          out.writeName(key.format(each));
          value.encode(held, out);
        });
    out.writeEndObject();
  }

  @Override
  public void validate(Object map, ViolationCollector findings) {
    key.forEach(
        map,
        (each, held) -> {
          int before = findings.count();
          value.validate(held, findings);
          if (findings.count() > before) {
            findings.prependPath(before, DecodeContext.pathSegment(key.format(each)));
          }
        });
  }
}
