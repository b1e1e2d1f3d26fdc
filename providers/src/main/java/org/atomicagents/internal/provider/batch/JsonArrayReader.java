package org.atomicagents.internal.provider.batch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.atomicagents.internal.provider.WireJson;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * A reader of the objects in the first array of a JSON document that is not empty, and the value of
 * a field with a given name, at any depth. Not thread-safe.
 */
final class JsonArrayReader implements ResultLines {
  private static final byte[] NOTHING = {};

  private final ResultFile file;
  private final InputStream input;
  private final JsonParser json;
  private final String field;
  private final int maxBytes;
  private boolean isInArray;
  private boolean hasObjects;
  private boolean isEnded;

  /**
   * Creates a reader.
   *
   * @param maxBytes the maximum number of bytes of an object
   */
  JsonArrayReader(ResultFile file, String field, int maxBytes) {
    this.file = file;
    this.input = file.open();
    this.json = WireJson.parser(input);
    this.field = field;
    this.maxBytes = maxBytes;
  }

  @Override
  public @Nullable ResultLine next() {
    try {
      return isEnded || !findObject() ? null : read();
    } catch (JacksonException e) {
      isEnded = true;
      if (e.getCause() instanceof IOException failure) {
        throw file.file().failure("read", failure);
      }
      return new ResultLine(NOTHING, 0, false, false);
    }
  }

  /** Moves to the next object; returns false if there are no more. */
  private boolean findObject() {
    JsonToken token = json.nextToken();
    while (token != null && (!isInArray || token == JsonToken.END_ARRAY)) {
      if (token == JsonToken.END_ARRAY && hasObjects) {
        break;
      }
      // Some documents contain an empty array besides a copy with the objects.
      isInArray = token == JsonToken.START_ARRAY && field.equals(json.currentName());
      token = json.nextToken();
    }
    hasObjects = token != null && token != JsonToken.END_ARRAY;
    isEnded = !hasObjects;
    return hasObjects;
  }

  private ResultLine read() {
    byte[] object = WireJson.copy(json).getBytes(StandardCharsets.UTF_8);
    boolean isTooLong = object.length > maxBytes;
    return new ResultLine(object, isTooLong ? maxBytes : object.length, isTooLong, true);
  }

  @Override
  public void close() {
    json.close();
    try {
      input.close();
    } catch (IOException e) {
      // Nothing was written.
    }
  }
}
