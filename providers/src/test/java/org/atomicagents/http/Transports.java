package org.atomicagents.http;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import okhttp3.Dns;
import org.atomicagents.model.CallContext;

/** Exchanges over a transport whose look-up of names or trust in idle connections a test sets. */
final class Transports {
  private static final PoolLimits LIMITS =
      new PoolLimits(
          1,
          1,
          1,
          Duration.ofMinutes(4),
          Duration.ofMinutes(10),
          Duration.ofMinutes(5),
          Duration.ofMinutes(5),
          Duration.ofMinutes(5),
          Duration.ofMinutes(5));

  private Transports() {}

  static LazyTransport of(Dns names, Duration trusted) {
    return new LazyTransport(() -> new OkHttpTransport(LIMITS, names, trusted));
  }

  static HttpAnswer open(LazyTransport transport, HttpCall http, CallContext run) {
    Admission.Place place = new Admission(LIMITS).enter(http.server(), run);
    return new Exchange(http, run, LIMITS, place, ConcurrentHashMap.newKeySet()).open(transport);
  }

  /** The failure of an exchange that should have no answer. */
  static CompletableFuture<Throwable> open(
      InterruptTest.Kind kind, Dns names, HttpCall http, CallContext run) {
    var outcome = new CompletableFuture<Throwable>();
    LazyTransport transport = of(names, Duration.ofSeconds(1));
    kind.start(() -> {
      try (HttpAnswer answer = open(transport, http, run)) {
        outcome.complete(new AssertionError("answered with " + answer.status()));
      } catch (Throwable e) {
        outcome.complete(e);
      }
    });
    return outcome;
  }
}
