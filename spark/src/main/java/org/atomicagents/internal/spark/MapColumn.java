package org.atomicagents.internal.spark;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.atomicagents.internal.schema.type.MapNode;
import org.jspecify.annotations.Nullable;
import scala.jdk.javaapi.CollectionConverters;

/** A column of maps, whose keys are texts or integers. */
record MapColumn(MapNode map, ColumnType value, DataType dataType) implements ColumnType {

  MapColumn(MapNode map, ColumnType value) {
    this(
        map,
        value,
        DataTypes.createMapType(
            map.key().isInteger() ? DataTypes.LongType : DataTypes.StringType,
            value.dataType(),
            true));
  }

  @Override
  public Object convert(Object entries) {
    Map<Object, @Nullable Object> converted = new LinkedHashMap<>();
    map.key()
        .forEach(
            entries,
            (key, content) ->
                converted.put(key(key), content == null ? null : value.convert(content)));
    return CollectionConverters.asScala(converted);
  }

  private Object key(Object key) {
    String text = map.key().format(key);
    return map.key().isInteger() ? (Object) Long.valueOf(text) : text;
  }
}
