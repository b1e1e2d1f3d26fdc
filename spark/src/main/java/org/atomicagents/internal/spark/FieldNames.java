package org.atomicagents.internal.spark;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.types.StructType;
import org.atomicagents.error.ConfigurationException;

/**
 * The names of the fields of a struct.
 *
 * @param isCaseSensitive whether names that differ in case are different
 */
record FieldNames(StructType struct, boolean isCaseSensitive) {

  /**
   * Returns the index of a field; -1 if there is none. A field of exactly this name is preferred.
   *
   * @param owner the component that the field is assigned to, for messages
   * @throws ConfigurationException if several fields have the name
   */
  int indexOf(String name, String owner) {
    List<Integer> equal = indexes(name, false);
    List<Integer> found = equal.isEmpty() && !isCaseSensitive ? indexes(name, true) : equal;
    if (found.size() > 1) {
      throw ConfigurationException.of(
          "%s: expected one column '%s', found %d. Rename the others, or select one of them."
              .formatted(owner, name, found.size()));
    }
    return found.isEmpty() ? -1 : found.getFirst();
  }

  private List<Integer> indexes(String name, boolean ignoresCase) {
    var found = new ArrayList<Integer>();
    String[] names = struct.fieldNames();
    for (int i = 0; i < names.length; i++) {
      if (ignoresCase ? names[i].equalsIgnoreCase(name) : names[i].equals(name)) {
        found.add(i);
      }
    }
    return found;
  }
}
