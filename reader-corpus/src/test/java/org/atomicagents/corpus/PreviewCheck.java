package org.atomicagents.corpus;

import java.util.ArrayList;
import java.util.List;
import org.atomicagents.internal.json.JsonPath;
import org.atomicagents.schema.IncrementalDecoder;
import org.atomicagents.schema.PartState;
import org.atomicagents.schema.Snapshot;
import org.atomicagents.schema.Strictness;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Checks the previews of a text, read by character, against the value of the tolerant reader. */
final class PreviewCheck {
  private static final JsonMapper MAPPER = JsonMapper.shared();

  private final CorpusCase text;
  private final JsonNode read;
  private final List<String> wrong = new ArrayList<>();

  /**
   * The outcome of a check.
   *
   * @param isRead whether the tolerant reader read a value
   * @param isWhole whether the last preview was complete
   * @param wrong the parts that were shown as complete but differ from the value
   */
  record Outcome(boolean isRead, boolean isWhole, List<String> wrong) {}

  private PreviewCheck(CorpusCase text, JsonNode read) {
    this.text = text;
    this.read = read;
  }

  static Outcome of(CorpusCase text) {
    return of(text, text.sample());
  }

  private static <T> Outcome of(CorpusCase text, CorpusType<T> sample) {
    T value = sample.read(text.mutated().text(), Strictness.LENIENT).value();
    if (value == null) {
      return new Outcome(false, false, List.of());
    }
    var preview = new PreviewCheck(text, MAPPER.readTree(sample.encode(value)));
    IncrementalDecoder<T> decoder = sample.schema().incremental(Strictness.LENIENT);
    for (String chunk : TextSplits.single(text.mutated().text())) {
      decoder.feed(chunk);
      if (decoder.hasChanged() && preview.wrong.isEmpty()) {
        preview.check(decoder.snapshot());
      }
    }
    return new Outcome(true, decoder.snapshot().state("$") == PartState.COMPLETE, preview.wrong);
  }

  private void check(Snapshot<?> snapshot) {
    check(snapshot, new ArrayList<>(), MAPPER.readTree(snapshot.json()), read);
  }

  private void check(
      Snapshot<?> snapshot, List<JsonPath.Step> steps, JsonNode shown, @Nullable JsonNode known) {
    String path = new JsonPath(steps).toString();
    PartState state;
    try {
      state = snapshot.state(path);
    } catch (IllegalArgumentException e) {
      return;
    }
    if (state == PartState.COMPLETE) {
      if (!shown.equals(known)) {
        wrong.add(
            "%s is %s, shown as %s, read as %s%n%s".formatted(path, state, shown, known, text));
      }
      return;
    }
    var below = new ArrayList<>(steps);
    shown
        .propertyStream()
        .forEach(property -> {
          below.add(new JsonPath.Key(property.getKey()));
          check(
              snapshot,
              below,
              property.getValue(),
              known == null ? null : known.get(property.getKey()));
          below.removeLast();
        });
    for (int i = 0; shown.isArray() && i < shown.size(); i++) {
      below.add(new JsonPath.Index(i));
      check(snapshot, below, shown.get(i), known == null ? null : known.get(i));
      below.removeLast();
    }
  }
}
