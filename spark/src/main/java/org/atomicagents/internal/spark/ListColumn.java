package org.atomicagents.internal.spark;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.atomicagents.internal.schema.type.ListNode;
import org.jspecify.annotations.Nullable;

/** A column of arrays, of a list, a set or an array. */
record ListColumn(ListNode list, ColumnType item, DataType dataType) implements ColumnType {

  ListColumn(ListNode list, ColumnType item) {
    this(list, item, DataTypes.createArrayType(item.dataType(), true));
  }

  @Override
  public @Nullable Object[] convert(Object value) {
    List<@Nullable Object> items = new ArrayList<>();
    if (value instanceof Iterable<?> elements) {
      elements.forEach(element -> items.add(convertItem(element)));
    } else {
      for (int i = 0; i < Array.getLength(value); i++) {
        items.add(convertItem(Array.get(value, i)));
      }
    }
    return items.toArray();
  }

  private @Nullable Object convertItem(@Nullable Object element) {
    return element == null ? null : item.convert(element);
  }
}
