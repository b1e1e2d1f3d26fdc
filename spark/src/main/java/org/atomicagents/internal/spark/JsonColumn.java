package org.atomicagents.internal.spark;

import java.io.StringWriter;
import java.util.function.Function;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.atomicagents.internal.json.JsonIo;
import org.atomicagents.internal.schema.type.TypeNode;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;

/** A column of texts of JSON, for values without a type in Spark. */
record JsonColumn(TypeNode node) implements ColumnType {

  @Override
  public DataType dataType() {
    return DataTypes.StringType;
  }

  @Override
  public String convert(Object value) {
    return json(node, value);
  }

  /** Returns a function that returns the text of a value whose JSON is a string. */
  static Function<Object, @Nullable Object> text(TypeNode node) {
    return value -> {
      try (JsonParser parser = JsonIo.parser(json(node, value))) {
        parser.nextToken();
        return parser.getString();
      }
    };
  }

  private static String json(TypeNode node, Object value) {
    var text = new StringWriter();
    try (JsonGenerator out = JsonIo.generator(text)) {
      node.encode(value, out);
    }
    return text.toString();
  }
}
