package org.atomicagents.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import org.atomicagents.model.ActivityListener.RequestActivity;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls the activity listeners of a run, whose exceptions have no effect on it. */
final class Activities {
  private static final Logger log = LoggerFactory.getLogger(Activities.class);

  /** The activity of a request without listeners. */
  static final RequestActivity UNOBSERVED = new RequestActivities(List.of());

  private Activities() {}

  /** The action that restores a thread which no listener has changed. */
  private enum Unchanged implements Runnable {
    INSTANCE;

    @Override
    public void run() {}
  }

  /** Calls an {@code enter} method of all; returns the action that restores the thread. */
  static <T> Runnable enter(List<? extends T> all, Function<? super T, Runnable> enter) {
    Runnable restore = Unchanged.INSTANCE;
    for (T each : all) {
      Runnable own = attempt(each, enter, Unchanged.INSTANCE);
      restore =
          restore == Unchanged.INSTANCE
              ? restoring(List.of(own))
              : restoring(List.of(own, restore));
    }
    return restore;
  }

  static RequestActivity beginRequest(
      List<ActivityListener> all, Function<ActivityListener, RequestActivity> begin) {
    var begun = new ArrayList<RequestActivity>(all.size());
    for (ActivityListener each : all) {
      begun.add(attempt(each, begin, UNOBSERVED));
    }
    return new RequestActivities(begun);
  }

  private static <T> void forEach(List<T> all, Consumer<T> action) {
    for (T each : all) {
      attempt(
          each,
          present -> {
            action.accept(present);
            return true;
          },
          false);
    }
  }

  private static Runnable restoring(List<Runnable> actions) {
    return () -> forEach(actions, Runnable::run);
  }

  private static <T, R> R attempt(
      T listener, Function<? super T, ? extends R> action, R defaultValue) {
    try {
      return Objects.requireNonNull(action.apply(listener), "The listener returned null.");
    } catch (VirtualMachineError e) {
      throw e;
    } catch (Throwable e) {
      log.warn("An activity listener failed", e);
      return defaultValue;
    }
  }

  private record RequestActivities(List<RequestActivity> all) implements RequestActivity {

    @Override
    public Runnable enter() {
      return Activities.enter(all, RequestActivity::enter);
    }

    @Override
    public void receive(ModelEvent event) {
      forEach(all, activity -> activity.receive(event));
    }

    @Override
    public void complete() {
      forEach(all, RequestActivity::complete);
    }

    @Override
    public void fail(Throwable failure) {
      forEach(all, activity -> activity.fail(failure));
    }

    @Override
    public void close() {
      forEach(all, RequestActivity::close);
    }
  }
}
