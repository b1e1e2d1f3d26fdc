package org.atomicagents.internal.spark;

import java.math.BigDecimal;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.Map;
import org.apache.spark.sql.Row;
import scala.jdk.javaapi.CollectionConverters;
import tools.jackson.core.JsonGenerator;

/** Writes any value of a row, by its class. */
enum AnyCell implements JsonCell {
  INSTANCE;

  @Override
  public void write(Object value, JsonGenerator out) {
    switch (value) {
      case String text -> out.writeString(text);
      case Boolean flag -> out.writeBoolean(flag);
      case Byte number -> out.writeNumber(number);
      case Short number -> out.writeNumber(number);
      case Integer number -> out.writeNumber(number);
      case Long number -> out.writeNumber(number);
      case Float number -> writeFinite(number, out);
      case Double number -> writeFinite(number, out);
      case BigDecimal number -> out.writeNumber(number);
      case Date date -> out.writeString(date.toLocalDate().toString());
      case Timestamp time ->
          out.writeString(DateTimeFormatter.ISO_INSTANT.format(time.toInstant()));
      case TemporalAccessor time -> out.writeString(time.toString());
      case byte[] bytes -> out.writeBinary(bytes);
      case Row row -> writeRow(row, out);
      case scala.collection.Map<?, ?> map -> writeMap(CollectionConverters.asJava(map), out);
      case scala.collection.Iterable<?> items ->
          writeItems(CollectionConverters.asJava(items), out);
      default -> out.writeString(value.toString());
    }
  }

  // JSON has neither infinity nor NaN: as a text, the value is a violation of a number.
  private static void writeFinite(double number, JsonGenerator out) {
    if (Double.isFinite(number)) {
      out.writeNumber(number);
    } else {
      out.writeString(Double.toString(number));
    }
  }

  private static void writeFinite(float number, JsonGenerator out) {
    if (Float.isFinite(number)) {
      out.writeNumber(number);
    } else {
      out.writeString(Float.toString(number));
    }
  }

  private void writeRow(Row row, JsonGenerator out) {
    out.writeStartObject();
    for (int i = 0; i < row.size(); i++) {
      // The fields of an absent variant are null in a struct, and absent in JSON.
      if (!row.isNullAt(i)) {
        out.writeName(row.schema().fieldNames()[i]);
        write(row.get(i), out);
      }
    }
    out.writeEndObject();
  }

  private void writeMap(Map<?, ?> map, JsonGenerator out) {
    out.writeStartObject();
    map.forEach((key, value) -> {
      out.writeName(key.toString());
      JsonCells.write(this, value, out);
    });
    out.writeEndObject();
  }

  private void writeItems(Iterable<?> items, JsonGenerator out) {
    out.writeStartArray();
    items.forEach(element -> JsonCells.write(this, element, out));
    out.writeEndArray();
  }
}
