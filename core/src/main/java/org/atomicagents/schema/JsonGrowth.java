package org.atomicagents.schema;

/**
 * What leads from the JSON of one partial value to that of a later one: first the patch, then what
 * is added to texts. As long as what is new, however long the texts are to which it comes.
 *
 * @param patch a JSON Patch (RFC 6902): an array of operations, empty if only texts grew
 * @param append an array of {@code {"path":"/summary","value":" more"}}: the text that stands at a
 *     path (a JSON Pointer, RFC 6901) has that added to its end
 */
public record JsonGrowth(String patch, String append) {

  /** Whether nothing changed. */
  public boolean isEmpty() {
    return patch.equals("[]") && append.equals("[]");
  }
}
