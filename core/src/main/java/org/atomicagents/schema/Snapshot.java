package org.atomicagents.schema;

import java.io.StringWriter;
import java.util.List;
import org.atomicagents.internal.json.JsonPath;
import org.atomicagents.internal.json.JsonText;
import org.atomicagents.model.Violation;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * What there was of a value at one moment while it was being written.
 *
 * <p>Texts are there as far as they go; numbers, enums, booleans and dates once they are whole.
 * Paths are written as in {@code $.lines[2].sku}.
 *
 * <p>Immutable and thread-safe. It shares what is whole with those before and after it.
 */
public final class Snapshot<T> {
  private final Schema<T> schema;
  private final @Nullable Grown grown;
  private final boolean alone;
  private volatile @Nullable Built<T> built;

  private record Built<T>(@Nullable T value) {}

  /**
   * What there is.
   *
   * @param alone whether it may differ from all others also in what was whole in them
   */
  Snapshot(Schema<T> schema, @Nullable Grown grown, boolean alone) {
    this.schema = schema;
    this.grown = grown;
    this.alone = alone;
  }

  /**
   * The value as far as it is known: absent collections and Optionals are empty, primitives 0 or
   * false, all else is null. Null if its type can't be built of that.
   *
   * <p>Made at the first call, and kept. Costs what is new, and the way to it: of a record whose
   * constructor copies a list, that is the list.
   */
  public @Nullable T value() {
    Built<T> known = built;
    if (known == null) {
      known = new Built<>(grown == null ? null : schema.cast(grown.value()));
      built = known;
    }
    return known.value();
  }

  /**
   * How far a part has come.
   *
   * @throws IllegalArgumentException if the path leads nowhere in the type
   */
  public PartState state(String path) {
    Grown part = part(path);
    if (part == null) {
      return PartState.PENDING;
    }
    return part.isWhole() ? PartState.COMPLETE : PartState.INCOMPLETE;
  }

  /**
   * The text that stands at a place so far; null if nothing does, or no text.
   *
   * @throws IllegalArgumentException if the path leads nowhere in the type
   */
  public @Nullable CharSequence text(String path) {
    Grown part = part(path);
    return part == null ? null : part.text();
  }

  /** Whether it ends within a text, of which more may come. */
  public boolean endsInText() {
    Grown last = grown;
    while (last != null && last.child() != null) {
      last = last.child();
    }
    return last instanceof GrownText;
  }

  /**
   * The whole items of the list that stands at a place; nothing if no list does.
   *
   * @throws IllegalArgumentException if the path leads nowhere in the type
   */
  public List<?> items(String path) {
    Grown part = part(path);
    List<?> items = part == null ? null : part.items();
    return items == null ? List.of() : items;
  }

  /**
   * What of the constraints of a whole part doesn't hold; nothing as long as it isn't whole.
   *
   * @throws IllegalArgumentException if the path leads nowhere in the type
   */
  public List<Violation> violations(String path) {
    if (!(part(path) instanceof WholeValue whole)) {
      return List.of();
    }
    var findings = new Findings();
    whole.slot().validate(whole.value(), findings);
    return findings.found().stream()
        .map(each -> new Violation(path + each.path(), each.expected(), each.found()))
        .toList();
  }

  private @Nullable Grown part(String path) {
    JsonPath place = schema.place(path);
    Grown at = grown;
    for (JsonPath.Step step : place.steps()) {
      at = at == null ? null : at.at(step);
    }
    return at;
  }

  /** It as compact JSON, all closed; what isn't there yet has no key. */
  public String json() {
    if (grown == null) {
      return "{}";
    }
    var text = new StringWriter();
    try (JsonGenerator out = JsonText.generator(text)) {
      grown.write(out);
    }
    return text.toString();
  }

  /**
   * What leads from the {@link #json()} of another one to that of this, as a JSON Patch (RFC 6902).
   *
   * @param before an earlier one of the same answer; null for the whole
   */
  public String patchSince(@Nullable Snapshot<T> before) {
    return patchSince(before, TextPatch.REPLACE);
  }

  /**
   * What leads from the {@link #json()} of another one to that of this, as a JSON Patch (RFC 6902).
   *
   * @param before an earlier one of the same answer; null for the whole
   * @param texts how it says that a text has got longer
   */
  public String patchSince(@Nullable Snapshot<T> before, TextPatch texts) {
    return JsonPatch.between(before == null || alone ? null : before.grown, grown, texts);
  }

  @Override
  public String toString() {
    return json();
  }
}
