package org.atomicagents.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who is told what happens, in order.
 *
 * <p>Immutable; a copy for each change. While nobody listens no event is even made: callers ask
 * {@link #isActive()} first.
 */
public final class Listeners {
  private static final Logger log = LoggerFactory.getLogger(Listeners.class);
  private static final Listeners NONE = new Listeners(List.of(), true);

  private final List<Registration> registrations;
  private final boolean enabled;

  private Listeners(List<Registration> registrations, boolean enabled) {
    this.registrations = registrations;
    this.enabled = enabled;
  }

  private record Registration(
      Class<? extends AgentEvent> type, Object identity, AgentListener listener) {}

  /** Nobody. */
  public static Listeners none() {
    return NONE;
  }

  /** One, for every event. */
  public static Listeners of(AgentListener listener) {
    return NONE.with(listener);
  }

  /** These, and then one for every event. */
  public Listeners with(AgentListener listener) {
    return append(new Registration(AgentEvent.class, listener, listener));
  }

  /** These, and then one for one kind of event. */
  public <E extends AgentEvent> Listeners with(Class<E> type, Consumer<? super E> listener) {
    Objects.requireNonNull(listener, "listener");
    return append(new Registration(type, listener, event -> listener.accept(type.cast(event))));
  }

  /** These, and then the others; off only if both are. */
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

  /** These without those that were added for exactly this kind of event. */
  public Listeners without(Class<? extends AgentEvent> type) {
    return retain(registration -> !registration.type().equals(type));
  }

  /** These without one that was added; no change if it never was. */
  public Listeners without(Object listener) {
    return retain(registration -> !registration.identity().equals(listener));
  }

  /** These, told nothing until they are switched on again. */
  public Listeners withEnabled(boolean on) {
    return new Listeners(registrations, on);
  }

  /** Whether they are switched on; true for nobody, too. */
  public boolean isEnabled() {
    return enabled;
  }

  /** Whether an event would reach anybody. */
  public boolean isActive() {
    return enabled && !registrations.isEmpty();
  }

  /** Tells everybody in order; what a listener throws is logged and stops nobody. */
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

  private List<Registration> activeRegistrations() {
    return enabled ? registrations : List.of();
  }

  private Listeners append(Registration registration) {
    Objects.requireNonNull(registration.listener(), "listener");
    var more = new ArrayList<>(registrations);
    more.add(registration);
    return new Listeners(List.copyOf(more), enabled);
  }

  private Listeners retain(Predicate<Registration> kept) {
    return new Listeners(registrations.stream().filter(kept).toList(), enabled);
  }
}
