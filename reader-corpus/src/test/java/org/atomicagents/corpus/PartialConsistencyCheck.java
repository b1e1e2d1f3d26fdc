package org.atomicagents.corpus;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.atomicagents.internal.json.JsonPath;
import org.atomicagents.schema.IncrementalDecoder;
import org.atomicagents.schema.PartState;
import org.atomicagents.schema.Schema;
import org.atomicagents.schema.Snapshot;
import org.atomicagents.schema.Strictness;
import org.atomicagents.schema.TextPatchMode;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads a document in chunks and checks each snapshot against the previous ones. */
final class PartialConsistencyCheck<T> {
  private static final JsonMapper MAPPER = JsonMapper.shared();

  private final Schema<T> schema;
  private final IncrementalDecoder<T> decoder;
  private final List<Frame<T>> all = new ArrayList<>();
  private String fed = "";
  private Frame<T> last;
  private boolean hasAllStates = true;

  private record Frame<T>(
      Snapshot<T> snapshot, String json, JsonNode tree, Map<String, PartState> states) {}

  PartialConsistencyCheck(Schema<T> schema, Strictness strictness) {
    this.schema = schema;
    this.decoder = schema.incremental(strictness);
    this.last = show(decoder.snapshot());
    all.add(last);
  }

  /** Reads the chunks and returns the last snapshot. */
  Snapshot<T> read(Iterable<String> chunks) {
    for (String chunk : chunks) {
      decoder.feed(chunk);
      fed = fed + "|" + chunk;
      boolean changed = decoder.hasChanged();
      Snapshot<T> now = decoder.snapshot();
      require(
          changed == (now != last.snapshot()),
          "a new snapshot is returned only after a change",
          now);
      if (changed) {
        Frame<T> shown = show(now);
        requireGrown(shown);
        last = shown;
        all.add(shown);
      }
    }
    all.forEach(this::requireUnchanged);
    return last.snapshot();
  }

  private Frame<T> show(Snapshot<T> snapshot) {
    String json = snapshot.json();
    JsonNode tree = MAPPER.readTree(json);
    var states = new LinkedHashMap<String, PartState>();
    addStates(snapshot, tree, new ArrayList<>(), states);
    T value = snapshot.value();
    if (value != null) {
      JsonNode written = MAPPER.readTree(schema.encode(value));
      require(JsonDifference.isWithin(tree, written), "the value contains the JSON", snapshot);
    }
    return new Frame<>(snapshot, json, tree, states);
  }

  private void addStates(
      Snapshot<T> snapshot,
      JsonNode tree,
      List<JsonPath.Step> steps,
      Map<String, PartState> states) {
    String path = new JsonPath(steps).toString();
    PartState state = state(snapshot, path);
    if (state == null) {
      return;
    }
    states.put(path, state);
    var below = new ArrayList<>(steps);
    tree.propertyStream()
        .forEach(property -> {
          below.add(new JsonPath.Key(property.getKey()));
          addStates(snapshot, property.getValue(), below, states);
          below.removeLast();
        });
    for (int i = 0; tree.isArray() && i < tree.size(); i++) {
      below.add(new JsonPath.Index(i));
      addStates(snapshot, tree.get(i), below, states);
      below.removeLast();
    }
  }

  // Discriminators and parts of any JSON have no path in the type.
  private @Nullable PartState state(Snapshot<T> snapshot, String path) {
    try {
      return snapshot.state(path);
    } catch (IllegalArgumentException e) {
      hasAllStates = false;
      return null;
    }
  }

  private void requireGrown(Frame<T> now) {
    require(
        JsonDifference.isGrown(last.tree(), now.tree()), "the snapshot only grows", now.snapshot());
    String patch = now.snapshot().patchSince(last.snapshot());
    require(
        JsonDifference.patched(last.tree(), patch).equals(now.tree()),
        "the patch yields the new snapshot: " + patch,
        now.snapshot());
    String appending = now.snapshot().patchSince(last.snapshot(), TextPatchMode.APPEND);
    require(
        JsonDifference.patched(last.tree(), appending).equals(now.tree()),
        "the appending patch yields the new snapshot: " + appending,
        now.snapshot());
    require(
        JsonDifference.patched(last.tree(), now.snapshot().patchSince(null)).equals(now.tree()),
        "the patch from nothing yields the new snapshot",
        now.snapshot());
    require(
        !hasAllStates || !now.states().equals(last.states()) || !now.tree().equals(last.tree()),
        "the snapshot differs from the last one",
        now.snapshot());
    last.states().forEach((path, before) -> requireState(path, before, now));
    requireCompleteCodePoints(now.json(), now.snapshot());
  }

  private void requireState(String path, PartState before, Frame<T> now) {
    PartState after = now.states().get(path);
    require(
        after != null && after.compareTo(before) >= 0,
        path + " does not regress from " + before + " to " + after,
        now.snapshot());
    if (before == PartState.COMPLETE) {
      require(
          at(last.tree(), path).equals(at(now.tree(), path)),
          "complete parts do not change: " + path,
          now.snapshot());
    }
  }

  private static JsonNode at(JsonNode tree, String path) {
    JsonNode at = tree;
    for (JsonPath.Step step : JsonPath.parse(path).steps()) {
      at =
          switch (step) {
            case JsonPath.Key key -> at.get(key.name());
            case JsonPath.Index index -> at.get(index.index());
          };
    }
    return at;
  }

  private void requireCompleteCodePoints(String text, Snapshot<T> snapshot) {
    boolean isComplete =
        text.codePoints()
            .noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    require(isComplete, "no surrogate is unpaired", snapshot);
  }

  private void requireUnchanged(Frame<T> shown) {
    require(
        shown.snapshot().json().equals(shown.json()), "snapshots do not change", shown.snapshot());
  }

  private void require(boolean holds, String condition, Snapshot<T> snapshot) {
    if (!holds) {
      throw new AssertionError(
          "expected that %s:%n%s%nfound %s%nafter %s"
              .formatted(condition, fed, snapshot.json(), last == null ? "nothing" : last.json()));
    }
  }
}
