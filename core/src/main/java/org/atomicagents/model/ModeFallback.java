package org.atomicagents.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.atomicagents.model.RejectedException.Wrong;
import org.jspecify.annotations.Nullable;

/**
 * Asks for JSON in another way where the provider refuses the first.
 *
 * <p>Which ways there are says {@link OutputFormat#fallbacks()}; where there is none, since the
 * user has chosen the mode, the refusal is thrown. What was refused is remembered by model, so that
 * it isn't tried again, and told as {@link AgentEvent.ModeRefused}; an answer in another mode
 * begins with a {@link ModelEvent.ModeChanged}. Each try counts as a request. If all ways are
 * refused, it may have been for another reason: nothing is remembered, and the first refusal is
 * thrown.
 *
 * <p>One for each client, which puts it around its models. Thread-safe. It keeps up to {@value
 * #MOST} refusals, and forgets them all rather than keep more.
 */
public final class ModeFallback implements Interceptor {
  private static final int MOST = 1_000;

  private final Set<Refusal> refusals = ConcurrentHashMap.newKeySet();

  /**
   * What a model doesn't take.
   *
   * @param strict whether only its strict variant
   * @param schema the only schema that it doesn't take in this way; null if it takes none
   */
  private record Refusal(
      String model, ResponseMode mode, boolean strict, @Nullable String schema) {}

  /** One that has met no refusal yet. */
  public ModeFallback() {}

  @Override
  public ModelExchange intercept(ModelRequest request, CallContext call, Chain chain) {
    OutputFormat asked = request.output();
    if (asked == null || next(asked, Wrong.SCHEMA) == null) {
      return chain.proceed(request, call);
    }
    OutputFormat first = known(request.model(), asked);
    OutputFormat format = first == null ? asked : first;
    var noted = new ArrayList<Refusal>();
    RejectedException refused = null;
    while (true) {
      try {
        ModelRequest put = format.equals(asked) ? request : request.withOutput(format);
        ModelExchange begun = BegunExchange.of(chain.proceed(put, call), call);
        return format.mode() == asked.mode() ? begun : new ChangedExchange(begun, format.mode());
      } catch (RejectedException e) {
        refused = refused == null ? e : with(refused, e);
        OutputFormat next = afterRefusal(request.model(), format, e, noted);
        if (next == null || !call.mayRequest()) {
          if (next == null && e.wrong() != Wrong.REQUEST) {
            noted.forEach(refusals::remove);
          }
          throw e.wrong() == Wrong.REQUEST ? e : refused;
        }
        RequestEvents.modeRefused(call, request.model(), format.mode(), next.mode(), e);
        format = next;
      }
    }
  }

  /** Notes the refusal; gives the next way that isn't known to be refused, or null if none is. */
  private @Nullable OutputFormat afterRefusal(
      String model, OutputFormat format, RejectedException e, List<Refusal> noted) {
    if (e.wrong() == Wrong.REQUEST) {
      return null;
    }
    Refusal refusal =
        switch (e.wrong()) {
          case STRICTNESS -> new Refusal(model, format.mode(), format.isStrict(), null);
          case SCHEMA -> new Refusal(model, format.mode(), format.isStrict(), format.schema());
          default -> new Refusal(model, format.mode(), false, null);
        };
    if (refusals.size() >= MOST) {
      refusals.clear();
    }
    if (refusals.add(refusal)) {
      noted.add(refusal);
    }
    OutputFormat next = next(format, e.wrong());
    return next == null ? null : known(model, next);
  }

  /** This way, or the first after it, that isn't known to be refused; null if all are. */
  private @Nullable OutputFormat known(String model, OutputFormat from) {
    OutputFormat format = from;
    while (format != null && !refusals.isEmpty()) {
      Wrong wrong = refused(model, format);
      if (wrong == null) {
        return format;
      }
      format = next(format, wrong);
    }
    return format;
  }

  private @Nullable Wrong refused(String model, OutputFormat format) {
    if (refusals.contains(new Refusal(model, format.mode(), false, null))) {
      return Wrong.MODE;
    }
    if (format.isStrict() && refusals.contains(new Refusal(model, format.mode(), true, null))) {
      return Wrong.STRICTNESS;
    }
    return refusals.contains(new Refusal(model, format.mode(), format.isStrict(), format.schema()))
        ? Wrong.SCHEMA
        : null;
  }

  /** The way to try after this one; null if there is none. */
  private static @Nullable OutputFormat next(OutputFormat format, Wrong wrong) {
    if (format.isStrict() && wrong != Wrong.MODE) {
      return format.withStrictSchema(null);
    }
    List<ResponseMode> left = format.fallbacks();
    return left.isEmpty()
        ? null
        : format.withMode(left.getFirst()).withFallbacks(left.subList(1, left.size()));
  }

  private static RejectedException with(RejectedException first, RejectedException later) {
    first.addSuppressed(later);
    return first;
  }
}
