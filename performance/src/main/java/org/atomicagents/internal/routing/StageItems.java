package org.atomicagents.internal.routing;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import org.atomicagents.AgentStream;
import org.atomicagents.Element;
import org.atomicagents.FieldDelta;
import org.atomicagents.Partial;
import org.atomicagents.RawDelta;
import org.atomicagents.RunResult;
import org.atomicagents.internal.routing.StageStreams.StageView;
import org.jspecify.annotations.Nullable;

/**
 * One kind of view of the stages' streams. Used by one thread.
 *
 * @param <T> the type of the items
 */
abstract class StageItems<O, T> {

  /** Returns the items of a stage. */
  abstract Iterator<T> open(StageView<O> stage);

  /** Returns the items of a stage that were read before, or such that have the same effect. */
  abstract Iterator<T> repeat(StageView<O> stage, RunResult<O> result);

  /** Returns an item with the numbers that it has in the whole run. */
  abstract T numbered(T item, StageView<O> stage);

  /** Handles an item that is returned for the first time. */
  void shown(int stage, T item) {}

  /** The partial values, of which the last one of each stage is kept. */
  static final class Partials<O> extends StageItems<O, Partial<O>> {
    private final List<@Nullable Partial<O>> last = new ArrayList<>();

    @Override
    Iterator<Partial<O>> open(StageView<O> stage) {
      return stage.stream().iterator();
    }

    @Override
    Iterator<Partial<O>> repeat(StageView<O> stage, RunResult<O> result) {
      Partial<O> complete = last.size() > stage.index() ? last.get(stage.index()) : null;
      return complete == null ? open(stage) : List.of(complete).iterator();
    }

    @Override
    Partial<O> numbered(Partial<O> item, StageView<O> stage) {
      return stage.attemptsBefore() == 0 && stage.draftsBefore() == 0
          ? item
          : new NumberedPartial<>(item, stage.attemptsBefore(), stage.draftsBefore());
    }

    @Override
    void shown(int stage, Partial<O> item) {
      while (last.size() <= stage) {
        last.add(null);
      }
      last.set(stage, item);
    }
  }

  /** The raw text; that of a repeated stage is one delta, since it can be read once. */
  static final class Deltas<O> extends StageItems<O, RawDelta> {
    @Override
    Iterator<RawDelta> open(StageView<O> stage) {
      return stage.stream().deltas().iterator();
    }

    @Override
    Iterator<RawDelta> repeat(StageView<O> stage, RunResult<O> result) {
      return List.of(new RawDelta(1, result.text())).iterator();
    }

    @Override
    RawDelta numbered(RawDelta item, StageView<O> stage) {
      return new RawDelta(stage.attemptsBefore() + item.attempt(), item.text());
    }
  }

  /** The text of one field. */
  static final class Text<O> extends StageItems<O, FieldDelta> {
    private final String path;

    Text(String path) {
      this.path = path;
    }

    @Override
    Iterator<FieldDelta> open(StageView<O> stage) {
      return stage.stream().text(path).iterator();
    }

    @Override
    Iterator<FieldDelta> repeat(StageView<O> stage, RunResult<O> result) {
      return open(stage);
    }

    @Override
    FieldDelta numbered(FieldDelta item, StageView<O> stage) {
      return new FieldDelta(stage.draftsBefore() + item.draft(), item.text());
    }
  }

  /** The elements of one list. */
  static final class Elements<O, T> extends StageItems<O, Element<T>> {
    private final Function<AgentStream<O>, Iterable<Element<T>>> elements;

    Elements(Function<AgentStream<O>, Iterable<Element<T>>> elements) {
      this.elements = elements;
    }

    @Override
    Iterator<Element<T>> open(StageView<O> stage) {
      return elements.apply(stage.stream()).iterator();
    }

    @Override
    Iterator<Element<T>> repeat(StageView<O> stage, RunResult<O> result) {
      return open(stage);
    }

    @Override
    Element<T> numbered(Element<T> item, StageView<O> stage) {
      return new Element<>(stage.draftsBefore() + item.draft(), item.index(), item.value());
    }
  }
}
