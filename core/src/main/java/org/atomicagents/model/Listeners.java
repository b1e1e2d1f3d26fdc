package org.atomicagents.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An ordered list of event listeners.
 *
 * <p>Callers check {@link #isActive()} before they create an event, so that no event is allocated
 * without a listener. Immutable: each change returns a copy.
 */
public final class Listeners {
  private static final Logger log = LoggerFactory.getLogger(Listeners.class);
  private static final Listeners NONE = new Listeners(List.of(), true);

  private final List<Registration> registrations;
  private final List<ActivityListener> activities;
  private final boolean enabled;

  private Listeners(List<Registration> registrations, boolean enabled) {
    this.registrations = registrations;
    this.activities = enabled ? activities(registrations) : List.of();
    this.enabled = enabled;
  }

  private record Registration(
      Class<? extends AgentEvent> type, Object identity, AgentListener listener) {}

  /** Returns an empty list. */
  public static Listeners none() {
    return NONE;
  }

  /** Returns a list of one listener for all events. */
  public static Listeners of(AgentListener listener) {
    return NONE.with(listener);
  }

  /** Returns a copy with another listener for all events, at the end. */
  public Listeners with(AgentListener listener) {
    return append(new Registration(AgentEvent.class, listener, listener));
  }

  /** Returns a copy with another listener for one type of event, at the end. */
  public <E extends AgentEvent> Listeners with(Class<E> type, Consumer<? super E> listener) {
    Objects.requireNonNull(listener, "listener");
    return append(new Registration(type, listener, event -> listener.accept(type.cast(event))));
  }

  /**
   * Returns a copy with other listeners at the end.
   *
   * <p>The listeners of a disabled list are omitted; the copy is disabled if both lists are. If
   * either list is empty, the other one is returned unchanged.
   */
  public Listeners with(Listeners others) {
    if (others.registrations.isEmpty()) {
      return this;
    }
    if (registrations.isEmpty()) {
      return others;
    }
    var all = new ArrayList<>(activeRegistrations());
    all.addAll(others.activeRegistrations());
    return new Listeners(List.copyOf(all), enabled || others.enabled);
  }

  /** Returns a copy without the listeners that were added for exactly this type of event. */
  public Listeners without(Class<? extends AgentEvent> type) {
    return retain(registration -> !registration.type().equals(type));
  }

  /** Returns a copy without a listener; an unknown listener is ignored. */
  public Listeners without(Object listener) {
    return retain(registration -> !registration.identity().equals(listener));
  }

  /** Returns a copy that is enabled or disabled; disabled listeners receive no events. */
  public Listeners withEnabled(boolean newEnabled) {
    return new Listeners(registrations, newEnabled);
  }

  /** Returns whether the listeners are enabled; true for an empty list, too. */
  public boolean isEnabled() {
    return enabled;
  }

  /** Returns whether an event would reach a listener. */
  public boolean isActive() {
    return enabled && !registrations.isEmpty();
  }

  /** Returns the enabled listeners that were added for all events and follow activities. */
  public List<ActivityListener> activities() {
    return activities;
  }

  /**
   * Makes the run of these listeners current on the calling thread; see {@link
   * ActivityListener#enter()}.
   *
   * @return the action that restores the thread, which the same thread runs
   */
  public Runnable enter() {
    return Activities.enter(activities, ActivityListener::enter);
  }

  /**
   * Makes a call of a tool current on the calling thread.
   *
   * @return the action that restores the thread, which the same thread runs
   */
  public Runnable enterTool(AgentEvent.ToolStarted started) {
    return Activities.enter(activities, listener -> listener.enterTool(started));
  }

  ActivityListener.RequestActivity beginRequest(
      int number, Model model, ModelRequest request, RunContext context) {
    return activities.isEmpty()
        ? Activities.UNOBSERVED
        : Activities.beginRequest(
            activities, listener -> listener.beginRequest(number, model, request, context));
  }

  /**
   * Delivers an event to the listeners in order.
   *
   * <p>An exception thrown by a listener is logged; the other listeners still receive the event.
   */
  public void emit(AgentEvent event) {
    for (Registration registration : activeRegistrations()) {
      if (registration.type().isInstance(event)) {
        deliver(registration.listener(), event);
      }
    }
  }

  private static void deliver(AgentListener listener, AgentEvent event) {
    try {
      listener.onEvent(event);
    } catch (VirtualMachineError e) {
      throw e;
    } catch (Throwable e) {
      log.warn(
          "A listener failed on {} of agent '{}'",
          event.getClass().getSimpleName(),
          event.agent(),
          e);
    }
  }

  private static List<ActivityListener> activities(List<Registration> registrations) {
    return registrations.stream()
        .map(Registration::listener)
        .filter(ActivityListener.class::isInstance)
        .map(ActivityListener.class::cast)
        .toList();
  }

  private List<Registration> activeRegistrations() {
    return enabled ? registrations : List.of();
  }

  private Listeners append(Registration registration) {
    Objects.requireNonNull(registration.listener(), "listener");
    var all = new ArrayList<>(registrations);
    all.add(registration);
    return new Listeners(List.copyOf(all), enabled);
  }

  private Listeners retain(Predicate<Registration> kept) {
    return new Listeners(registrations.stream().filter(kept).toList(), enabled);
  }
}
