package org.atomicagents.schema;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonToken;

/**
 * A {@code Map}; those that are read are unmodifiable, and keep the order of the text.
 *
 * <p>Written as an object. Read also as a list of objects with a {@code key} and a {@code value},
 * since an object with free keys can't be expressed in the providers' strict mode.
 */
record MapNode(MapKey key, Slot value) implements TypeNode {
  static final String KEY = "key";
  static final String VALUE = "value";

  @Override
  public @Nullable Object decode(Decoding in) {
    var entries = new LinkedHashMap<@Nullable Object, @Nullable Object>();
    int failuresBefore = in.failures();
    if (in.parser.currentToken() == JsonToken.START_OBJECT) {
      while (in.nextToken() != JsonToken.END_OBJECT) {
        String name = in.parser.currentName();
        in.nextToken();
        Object read = key.read(name);
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
    return in.failures() == failuresBefore ? key.map(entries) : null;
  }

  private void decodeEntry(Decoding in, Map<@Nullable Object, @Nullable Object> entries) {
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
        read = token == JsonToken.VALUE_STRING ? key.read(in.parser.getString()) : null;
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
      in.add(in.path(), "an object with a key and a value", "an object");
    } else if (read != null && entries.containsKey(read)) {
      in.add(in.path() + ".key", "each key once", Found.text(key.write(read)));
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
          out.writeName(key.write(each));
          value.encode(held, out);
        });
    out.writeEndObject();
  }

  @Override
  public void validate(Object map, Findings findings) {
    key.forEach(
        map,
        (each, held) -> {
          int before = findings.count();
          value.validate(held, findings);
          if (findings.count() > before) {
            findings.within(before, Decoding.segment(key.write(each)));
          }
        });
  }
}
